import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { requireFlags } from '#lib/api/sign-in/person.ts';
import { NewGroupScreen } from '../../../../../components/people/group-form.tsx';
import { GroupScreen } from '../../../../../components/people/group-screen.tsx';

export const metadata: Metadata = { title: 'Group' };

/** 0 is a new one. */
export default async function GroupPage({ params }: { params: Promise<{ id: string }> }) {
  await requireFlags('admin_users');
  const { id } = await params;
  if (!/^\d{1,9}$/.test(id)) notFound();
  return Number(id) === 0 ? <NewGroupScreen /> : <GroupScreen id={Number(id)} />;
}
