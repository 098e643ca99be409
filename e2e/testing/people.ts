import type { APIRequestContext, Page } from '@playwright/test';

/** The administrator that playwright.config.ts gives the server. */
export const ADMIN = { username: 'admin', password: 'end-to-end-tests' };

type Credentials = { username: string; password: string };

/** Signs a browser in without going through the form; its page keeps its place. */
export async function signIn({ request }: Pick<Page, 'request'>, who: Credentials = ADMIN): Promise<void> {
  const answer = await request.post('/login/', { form: who, maxRedirects: 0 });
  const { location } = answer.headers();
  if (answer.status() !== 302 || location?.includes('error')) {
    throw new Error(`${who.username} was not let in: ${answer.status()} ${location}`);
  }
}

/** Says that the first run of the installation is over, so that administrators arrive at the library. */
export async function endFirstRun(as: APIRequestContext): Promise<void> {
  await as.post('/login/', { form: ADMIN, maxRedirects: 0 });
  await call(as, 'PUT', '/admin/properties/first_run/', { value: 'done' });
}

/** Calls the API with the session of a browser and rejects what is refused. Paths are those below /api/v1. */
export async function call<Data>(
  request: APIRequestContext,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<Data> {
  const { data: me } = await (await request.get('/api/v1/whoami/')).json();
  const answer = await request.fetch(`/api/v1${path}`, {
    method,
    headers: { 'X-CSRF-Token': me.csrf_token ?? '' },
    ...(body === undefined ? {} : { data: body }),
  });
  const envelope = await answer.json();
  if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${envelope.message}`);
  return envelope.data as Data;
}

/** A text that no other test has used: names of people, groups and folders are shared by all tests. */
export function unique(start: string): string {
  return `${start}-${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;
}

/**
 * Makes a person of an own group and with rights on folders. `as` must be signed in as an administrator.
 * @param levels path of a folder and the level on it (10 view … 70 delete folders)
 */
export async function makePerson(
  as: APIRequestContext,
  levels: Readonly<Record<string, number>> = {},
  flags: Readonly<Record<string, boolean>> = {},
): Promise<Credentials & { id: number; groupId: number }> {
  const username = unique('person');
  const password = 'a password of eight';
  const { id } = await call<{ id: number }>(as, 'POST', '/admin/users/', {
    username,
    password,
    first_name: 'Some',
    last_name: 'Body',
    email: '',
    auth_type: 1,
    allow_api: true,
  });
  const { id: groupId } = await call<{ id: number }>(as, 'POST', '/admin/groups/', {
    name: username,
    description: '',
    group_type: 2,
    access_folios: false,
    access_reports: false,
    access_admin_users: false,
    access_admin_files: false,
    access_admin_folios: false,
    access_admin_permissions: false,
    access_admin_all: false,
    ...flags,
  });
  await call(as, 'POST', `/admin/groups/${groupId}/members/`, { user_id: id });
  for (const [path, access] of Object.entries(levels)) {
    const folder = await call<{ id: number }>(
      as,
      'GET',
      `/admin/filesystem/folders/?${new URLSearchParams({ path })}`,
    );
    await call(as, 'POST', '/admin/permissions/', { group_id: groupId, folder_id: folder.id, access });
  }
  return { username, password, id, groupId };
}
