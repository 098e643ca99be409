import type { Metadata } from 'next';
import { requireFlags } from '#lib/api/sign-in/person.ts';
import { StorageScreen } from '../../../../components/administration/storage-screen.tsx';

export const metadata: Metadata = { title: 'Storage and cache' };

export default async function StoragePage() {
  await requireFlags('admin_files');
  return <StorageScreen />;
}
