import type { Metadata } from 'next';
import { requireFlags } from '#lib/api/sign-in/person.ts';
import { UsersScreen } from '../../../../components/people/users-screen.tsx';

export const metadata: Metadata = { title: 'Users' };

export default async function UsersPage() {
  await requireFlags('admin_users');
  return <UsersScreen />;
}
