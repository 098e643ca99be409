import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { requireFlags } from '#lib/api/sign-in/person.ts';
import { NewUserScreen } from '../../../../../components/people/new-user-screen.tsx';
import { UserScreen } from '../../../../../components/people/user-screen.tsx';

export const metadata: Metadata = { title: 'User' };

/** 0 is a new one. */
export default async function UserPage({ params }: { params: Promise<{ id: string }> }) {
  await requireFlags('admin_users');
  const { id } = await params;
  if (!/^\d{1,9}$/.test(id)) notFound();
  return Number(id) === 0 ? <NewUserScreen /> : <UserScreen id={Number(id)} />;
}
