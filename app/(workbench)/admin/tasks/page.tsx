import type { Metadata } from 'next';
import { requirePerson } from '#lib/api/sign-in/person.ts';
import { TasksScreen } from '../../../../components/administration/tasks-screen.tsx';

export const metadata: Metadata = { title: 'Tasks' };

export default async function TasksPage() {
  await requirePerson();
  return <TasksScreen />;
}
