import { redirect } from 'next/navigation';
import { browsePage } from '../../../components/client/places.ts';

/** Folders are chosen in dialogs; the original's page for that leads to the folder in the library. */
export default async function FolderListPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, unknown>>;
}) {
  const { path } = await searchParams;
  redirect(browsePage(typeof path === 'string' ? `/${path.replace(/^\/+|\/+$/g, '')}` : '/'));
}
