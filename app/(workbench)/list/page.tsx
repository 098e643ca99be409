import type { Metadata } from 'next';
import { requirePerson } from '#lib/api/sign-in/person.ts';
import { Library } from '../../../components/library/library.tsx';

export const metadata: Metadata = { title: 'Library' };

export default async function LibraryPage() {
  await requirePerson();
  return <Library />;
}
