import type { APIRequestContext } from '@playwright/test';
import { call, unique } from './people.ts';
import { picture, storePictures } from './pictures.ts';

/** A page of the interface as somebody finds it who uses the server. */
export type Route = {
  /** For file names. */
  name: string;
  path: string;
  /** Whether it is seen without signing in. */
  anonymous?: boolean;
  /** Something that is there once the page has loaded what it shows. */
  shows: string | RegExp;
  /** Its status, when that is not 200. */
  status?: number;
};

/** Puts something on every page: a folder of pictures, a person, a group, a template, an entry in the trash, a task. */
export async function prepareRoutes(as: APIRequestContext): Promise<Route[]> {
  const folder = `/${unique('pages')}`;
  const names = [
    'alpine-lake.jpg',
    'bridge.jpg',
    'cliffs.jpg',
    'dunes-at-noon.jpg',
    'estuary.jpg',
    'ferns.jpg',
  ];
  const files = await Promise.all(
    names.map(async (name, index) => [name, await picture(index + 1, 900, 600)] as const),
  );
  await storePictures(as, folder, Object.fromEntries(files));
  await call(as, 'POST', '/admin/filesystem/folders/', { path: `${folder}/empty` });
  const src = (name: string) => `${folder.slice(1)}/${name}`;
  const find = (name: string) =>
    call<{ id: number }>(as, 'GET', `/details/?${new URLSearchParams({ src: src(name) })}`);
  const { id: charted } = await find('bridge.jpg');
  await as.get(`/image?${new URLSearchParams({ src: src('bridge.jpg'), width: '90' })}`);
  const { id: doomed } = await find('ferns.jpg');
  await call(as, 'DELETE', `/admin/filesystem/images/${doomed}/`);
  const templates = await call<Array<{ id: number }>>(as, 'GET', '/admin/templates/');
  const { id: shown } = await find('bridge.jpg');
  const folio = await call<{ id: number; human_id: string }>(as, 'POST', '/portfolios/', {
    name: 'Bridges and lakes',
    description: 'For the annual report',
    internal_access: 10,
    public_access: 10,
  });
  const selection = { ids: [shown, (await find('alpine-lake.jpg')).id] };
  await call(as, 'POST', `/portfolios/${folio.id}/images/many/`, { selection });
  await call(as, 'POST', '/basket/', { selection });
  await call(as, 'POST', `/portfolios/${folio.id}/exports/`, {
    description: 'Everything',
    originals: true,
    expiry_time: '2099-01-01',
  });
  const share = (fields: object) =>
    call<{ url: string }>(as, 'POST', `/portfolios/${folio.id}/links/`, { access: 20, ...fields });
  const open = new URL((await share({ name: 'For the press' })).url).pathname;
  const locked = new URL((await share({ password: 'open sesame' })).url).pathname;
  const page = `/portfolios/${folio.human_id}/`;
  const query = (values: Record<string, string>) => new URLSearchParams(values).toString();
  return [
    { name: 'login', path: '/login/?error=wrong', anonymous: true, shows: 'is wrong' },
    { name: 'home', path: '/', anonymous: true, shows: 'One file' },
    { name: 'not-found', path: '/no/such/page/', anonymous: true, shows: 'no page', status: 404 },
    { name: 'library-grid', path: `/list/?${query({ path: folder, view: 'grid' })}`, shows: 'bridge.jpg' },
    { name: 'library-list', path: `/list/?${query({ path: folder, view: 'list' })}`, shows: 'bridge.jpg' },
    { name: 'library-empty', path: `/list/?${query({ path: `${folder}/empty` })}`, shows: /empty/i },
    {
      name: 'library-missing',
      path: `/list/?${query({ path: `${folder}/none` })}`,
      shows: /no folder|not exist|not found/i,
    },
    {
      name: 'library-search',
      path: `/list/?${query({ q: 'no-such-picture-anywhere' })}`,
      shows: /nothing|no pictures|no images/i,
    },
    { name: 'details', path: `/details/?${query({ src: src('bridge.jpg') })}`, shows: 'bridge.jpg' },
    {
      name: 'details-metadata',
      path: `/details/?${query({ src: src('bridge.jpg'), tab: 'metadata' })}`,
      shows: 'bridge.jpg',
    },
    {
      name: 'details-history',
      path: `/details/?${query({ src: src('bridge.jpg'), tab: 'history' })}`,
      shows: 'bridge.jpg',
    },
    {
      name: 'details-usage',
      path: `/details/?${query({ src: src('bridge.jpg'), tab: 'usage' })}`,
      shows: 'bridge.jpg',
    },
    { name: 'details-missing', path: `/details/?${query({ src: src('none.jpg') })}`, shows: /exist/i },
    { name: 'publish', path: `/publish/?${query({ src: src('bridge.jpg') })}`, shows: 'bridge.jpg' },
    { name: 'upload', path: `/upload/?${query({ path: folder })}`, shows: 'Upload' },
    { name: 'account', path: '/account/', shows: 'Account' },
    { name: 'account-appearance', path: '/account/?tab=appearance', shows: 'Time zone' },
    { name: 'account-new-password', path: '/account/?tab=password', shows: 'Current password' },
    { name: 'account-tokens', path: '/account/?tab=tokens', shows: 'Account' },
    { name: 'account-sessions', path: '/account/?tab=sessions', shows: 'Account' },
    { name: 'account-password', path: '/account/password/', shows: 'password' },
    { name: 'portfolios', path: '/portfolios/', shows: 'Bridges and lakes' },
    { name: 'basket', path: '/basket/', shows: 'bridge.jpg' },
    ...['images', 'details', 'links', 'exports', 'history'].map((tab) => ({
      name: `portfolio-${tab}`,
      path: `${page}edit/?tab=${tab}`,
      shows: 'Bridges and lakes',
    })),
    { name: 'portfolio-page', path: page, anonymous: true, shows: 'Bridges and lakes' },
    { name: 'portfolio-gallery', path: `${page}?view=gallery`, anonymous: true, shows: /^1 of 2$/ },
    { name: 'shared', path: open, anonymous: true, shows: 'bridge.jpg' },
    { name: 'shared-locked', path: locked, anonymous: true, shows: 'password' },
    { name: 'shared-over', path: '/shared/none/', anonymous: true, shows: 'not good any more' },
    { name: 'welcome', path: '/welcome/', shows: /welcome/i },
    { name: 'reports', path: '/reports/', shows: 'Top images' },
    { name: 'reports-top', path: '/reports/top/', shows: 'Top images' },
    { name: 'reports-system', path: '/reports/system/?range=7d', shows: 'What the answers were like' },
    { name: 'reports-image', path: `/reports/image/?id=${charted}`, shows: 'As a table' },
    { name: 'reports-storage', path: '/reports/storage/', shows: folder.slice(1) },
    { name: 'reports-unused', path: '/reports/unused/?days=30', shows: 'Never requested' },
    { name: 'reports-live', path: '/reports/live/', shows: 'Making of pictures' },
    { name: 'administration', path: '/admin/', shows: 'Folder permissions' },
    { name: 'templates', path: '/admin/templates/', shows: 'SmallJpeg' },
    { name: 'template', path: `/admin/templates/${templates[0]?.id ?? 1}/`, shows: /template/i },
    { name: 'users', path: '/admin/users/', shows: 'admin' },
    { name: 'user', path: '/admin/users/1/', shows: 'admin' },
    { name: 'user-new', path: '/admin/users/0/', shows: /user/i },
    { name: 'groups', path: '/admin/groups/', shows: 'Normal users' },
    { name: 'group', path: '/admin/groups/3/', shows: 'Administrators' },
    { name: 'permissions', path: `/admin/permissions/?${query({ path: folder })}`, shows: 'Public' },
    {
      name: 'permissions-explain',
      path: `/admin/permissions/?${query({ path: folder, user: 'public' })}`,
      shows: 'Public',
    },
    { name: 'trash', path: '/admin/trash/', shows: 'ferns.jpg' },
    { name: 'tasks', path: '/admin/tasks/', shows: 'Tasks' },
    { name: 'audit', path: '/admin/audit/', shows: 'Audit' },
    { name: 'storage', path: '/admin/storage/', shows: /storage/i },
    { name: 'maintenance', path: '/admin/maintenance/', shows: 'Maintenance' },
    { name: 'settings', path: '/admin/settings/', shows: 'IMAGES_DIR' },
    { name: 'about', path: '/about/', shows: 'MIT' },
    { name: 'overview', path: '/overview/', shows: 'Introduction' },
    { name: 'imaging-guide', path: '/help/', shows: 'width' },
    { name: 'api-reference', path: '/api/help/', shows: 'The API' },
    { name: 'viewer-guide', path: '/canvasview/help/', shows: /zoom/i },
    { name: 'demo', path: '/demo/', anonymous: true, shows: /playground|demo/i },
  ];
}
