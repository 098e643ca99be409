import type { Metadata } from 'next';
import { requirePerson } from '#lib/api/sign-in/person.ts';
import { imagingFacts } from '#lib/boot/imaging-facts.ts';
import { services } from '#lib/boot/services.ts';
import { ImagingGuide } from '../../../components/help/imaging-guide.tsx';

type Query = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const SAMPLE = 'samples/coast.jpg';

export const metadata: Metadata = { title: 'Imaging guide' };

export default async function HelpPage({ searchParams }: Query) {
  await requirePerson();
  const { src } = await searchParams;
  const { api } = await services();
  const chosen = Array.isArray(src) ? src[0] : src;
  return <ImagingGuide src={chosen || SAMPLE} standard={SAMPLE} facts={await imagingFacts(api)} />;
}
