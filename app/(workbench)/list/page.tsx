import type { Metadata } from 'next';
import { requirePerson } from '#lib/api/sign-in/person.ts';
import { Page } from '../../../components/ui/page.tsx';

export const metadata: Metadata = { title: 'Library' };

export default async function LibraryPage() {
  await requirePerson();
  return <Page title="Library">{null}</Page>;
}
