import type { Metadata } from 'next';
import { requireFlags } from '#lib/api/sign-in/person.ts';
import { GroupsScreen } from '../../../../components/people/groups-screen.tsx';

export const metadata: Metadata = { title: 'Groups' };

export default async function GroupsPage() {
  await requireFlags('admin_users');
  return <GroupsScreen />;
}
