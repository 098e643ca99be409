import type { Metadata } from 'next';
import { requirePerson } from '#lib/api/sign-in/person.ts';
import { services } from '#lib/boot/services.ts';
import { LicencesScreen } from '../../../../components/administration/licences-screen.tsx';

export const metadata: Metadata = { title: 'Licences' };

export default async function LicencesPage() {
  await requirePerson();
  const { own, packages } = await (await services()).licences();
  const listed = packages.map(({ name, version, licence }) => ({ name, version, licence }));
  return <LicencesScreen own={own} packages={listed} />;
}
