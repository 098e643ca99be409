import type { Flag } from '../client/viewer.tsx';

/** Something that the palette can lead to or do. */
export type Entry = {
  /** Unlike that of any other entry. */
  id: string;
  title: string;
  /** Further words by which it is found. */
  words?: string;
  /** Shown behind the title. */
  detail?: string;
  shortcut?: string;
  /** What it takes, one of them. */
  flags?: readonly Flag[];
} & ({ href: string } | { action: Action });

/** What can be done from everywhere. */
export type Action =
  | 'upload'
  | 'new-folder'
  | 'theme-light'
  | 'theme-dark'
  | 'theme-system'
  | 'shortcuts'
  | 'sign-out';

/** Pages, in the order in which they are offered. */
export const PAGES: readonly Entry[] = [
  {
    id: 'library',
    title: 'Library',
    words: 'browse folders pictures images list home',
    href: '/list/',
    shortcut: 'G L',
  },
  { id: 'upload-page', title: 'Upload', words: 'add files pictures', href: '/upload/', shortcut: 'G U' },
  {
    id: 'portfolios',
    title: 'Portfolios',
    words: 'collections albums share links export zip',
    href: '/portfolios/',
    shortcut: 'G P',
  },
  { id: 'basket', title: 'Basket', words: 'collect collected cart portfolio', href: '/basket/' },
  {
    id: 'reports',
    title: 'Reports',
    words: 'statistics overview charts requests traffic',
    href: '/reports/',
    flags: ['reports'],
  },
  {
    id: 'top-images',
    title: 'Top images',
    words: 'reports statistics popular most requested slow',
    href: '/reports/top/',
    flags: ['reports'],
  },
  {
    id: 'system-statistics',
    title: 'System statistics',
    words: 'reports charts cpu memory cache errors formats',
    href: '/reports/system/',
    flags: ['reports'],
  },
  {
    id: 'storage-by-folder',
    title: 'Storage by folder',
    words: 'reports space size',
    href: '/reports/storage/',
    flags: ['reports'],
  },
  {
    id: 'unused-images',
    title: 'Never requested',
    words: 'reports unused images clean',
    href: '/reports/unused/',
    flags: ['reports'],
  },
  {
    id: 'live-system',
    title: 'Live system',
    words: 'reports load queue memory now',
    href: '/reports/live/',
    flags: ['reports'],
  },
  { id: 'admin', title: 'Administration', words: 'settings manage', href: '/admin/', shortcut: 'G A' },
  { id: 'templates', title: 'Templates', words: 'presets parameters', href: '/admin/templates/' },
  { id: 'trash', title: 'Trash', words: 'deleted restore recycle bin', href: '/admin/trash/' },
  { id: 'users', title: 'Users', words: 'people accounts', href: '/admin/users/', flags: ['admin_users'] },
  {
    id: 'groups',
    title: 'Groups',
    words: 'people members roles',
    href: '/admin/groups/',
    flags: ['admin_users'],
  },
  {
    id: 'permissions',
    title: 'Folder permissions',
    words: 'rights access explain trace',
    href: '/admin/permissions/',
    flags: ['admin_permissions'],
  },
  { id: 'tasks', title: 'Tasks', words: 'background jobs progress', href: '/admin/tasks/' },
  {
    id: 'audit',
    title: 'Audit log',
    words: 'history who did what',
    href: '/admin/audit/',
    flags: ['admin_all'],
  },
  {
    id: 'storage',
    title: 'Storage and cache',
    words: 'disk space usage',
    href: '/admin/storage/',
    flags: ['admin_files'],
  },
  {
    id: 'maintenance',
    title: 'Maintenance',
    words: 'sync database clean',
    href: '/admin/maintenance/',
    flags: ['admin_all'],
  },
  {
    id: 'settings',
    title: 'Settings',
    words: 'configuration environment',
    href: '/admin/settings/',
    flags: ['admin_all'],
  },
  { id: 'account', title: 'Account', words: 'my profile details name email', href: '/account/' },
  { id: 'password', title: 'Change password', words: 'account', href: '/account/?tab=password' },
  {
    id: 'appearance',
    title: 'Appearance',
    words: 'account theme dark light time zone preferences',
    href: '/account/?tab=appearance',
  },
  { id: 'sessions', title: 'Sessions', words: 'account devices sign out', href: '/account/?tab=sessions' },
  { id: 'tokens', title: 'API tokens', words: 'account keys programs', href: '/account/?tab=tokens' },
  { id: 'overview', title: 'Introduction', words: 'help overview start guide', href: '/overview/' },
  { id: 'help', title: 'Imaging guide', words: 'help parameters options url', href: '/help/' },
  { id: 'viewers', title: 'Viewers', words: 'help zoom gallery slideshow simple', href: '/canvasview/' },
  { id: 'api', title: 'API reference', words: 'help rest openapi', href: '/api/help/' },
  {
    id: 'welcome',
    title: 'First steps',
    words: 'welcome check installation setup',
    href: '/welcome/',
    flags: ['admin_all'],
  },
  { id: 'about', title: 'About', words: 'version licences', href: '/about/' },
];

export const ACTIONS: readonly Entry[] = [
  { id: 'do-upload', title: 'Upload pictures', words: 'add files', action: 'upload', shortcut: 'U' },
  { id: 'do-folder', title: 'New folder…', words: 'create directory make', action: 'new-folder' },
  { id: 'do-light', title: 'Light theme', words: 'appearance bright', action: 'theme-light' },
  { id: 'do-dark', title: 'Dark theme', words: 'appearance night', action: 'theme-dark' },
  { id: 'do-system', title: 'Theme of the system', words: 'appearance automatic', action: 'theme-system' },
  { id: 'do-shortcuts', title: 'Keyboard shortcuts', words: 'keys help', action: 'shortcuts', shortcut: '?' },
  { id: 'do-out', title: 'Sign out', words: 'log out leave', action: 'sign-out' },
];

/** Those entries that somebody with these flags may use. */
export function allowed(entries: readonly Entry[], flags: readonly Flag[]): Entry[] {
  return entries.filter((entry) => !entry.flags || entry.flags.some((flag) => flags.includes(flag)));
}

/**
 * Entries that hold all the words that were typed, best ones first: those whose title begins with the text, then those
 * where each word begins a word of the title, then the rest in their own order.
 */
export function findEntries(entries: readonly Entry[], typed: string): Entry[] {
  const text = typed.trim().toLowerCase();
  if (text === '') return [...entries];
  const words = text.split(/\s+/);
  const rank = ({ title, words: further = '', detail = '' }: Entry): number => {
    const name = title.toLowerCase();
    if (name.startsWith(text)) return 0;
    const begins = (place: string) => words.every((word) => ` ${place}`.includes(` ${word}`));
    if (begins(name)) return 1;
    const all = `${name} ${further.toLowerCase()} ${detail.toLowerCase()}`;
    if (begins(all)) return 2;
    return words.every((word) => all.includes(word)) && words.every((word) => word.length > 2) ? 3 : 9;
  };
  return entries
    .map((entry) => ({ entry, at: rank(entry) }))
    .filter(({ at }) => at < 9)
    .sort((a, b) => a.at - b.at)
    .map(({ entry }) => entry);
}
