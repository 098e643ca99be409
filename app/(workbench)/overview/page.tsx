import type { Metadata } from 'next';
import { requirePerson } from '#lib/api/sign-in/person.ts';
import { services } from '#lib/boot/services.ts';
import { Introduction } from '../../../components/help/introduction.tsx';

export const metadata: Metadata = { title: 'Introduction' };

export default async function OverviewPage() {
  await requirePerson();
  const { hasSamples } = await services();
  return <Introduction hasSamples={await hasSamples()} />;
}
