import { redirect } from 'next/navigation';

/** The predecessor's address of the explanation of somebody's rights. */
export default async function TracePermissionsPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { path, user } = await searchParams;
  const query = new URLSearchParams({ panel: 'explain' });
  if (typeof path === 'string' && path !== '') query.set('path', path);
  if (typeof user === 'string' && user !== '') query.set('user', user);
  redirect(`/admin/permissions/?${query.toString().replaceAll('%2F', '/')}`);
}
