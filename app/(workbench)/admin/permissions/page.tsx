import type { Metadata } from 'next';
import { requireFlags } from '#lib/api/sign-in/person.ts';
import { PermissionsScreen } from '../../../../components/permissions/permissions-screen.tsx';

export const metadata: Metadata = { title: 'Folder permissions' };

export default async function PermissionsPage() {
  await requireFlags('admin_permissions', 'admin_users');
  return <PermissionsScreen />;
}
