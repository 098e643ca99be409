import type { Metadata } from 'next';
import { requirePerson } from '#lib/api/sign-in/person.ts';
import { AdminOverview } from '../../../components/shell/admin-overview.tsx';

export const metadata: Metadata = { title: 'Administration' };

export default async function AdminPage() {
  await requirePerson();
  return <AdminOverview />;
}
