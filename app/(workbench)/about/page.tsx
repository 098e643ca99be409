import type { Metadata } from 'next';
import { requirePerson } from '#lib/api/sign-in/person.ts';
import { services } from '#lib/boot/services.ts';
import { AboutScreen } from '../../../components/administration/about-screen.tsx';

export const metadata: Metadata = { title: 'About' };

export default async function AboutPage() {
  await requirePerson();
  const { about, licences } = await services();
  return <AboutScreen about={await about()} packages={(await licences()).packages.length} />;
}
