import type { Metadata } from 'next';
import { requirePerson } from '#lib/api/sign-in/person.ts';
import { services } from '#lib/boot/services.ts';
import { TrashScreen } from '../../../../components/administration/trash-screen.tsx';

export const metadata: Metadata = { title: 'Trash' };

export default async function TrashPage() {
  await requirePerson();
  const { settings } = await services();
  return <TrashScreen keepDays={settings.files.trashKeepDays} />;
}
