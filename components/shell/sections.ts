import type { Flag } from '../client/viewer.tsx';

/** A page of the administration. */
export type AdminPage = {
  href: string;
  title: string;
  /** One line of what is done there. */
  text: string;
  /** What it takes, one of them; undefined for everybody who is signed in. */
  flags?: readonly Flag[];
};

export type AdminSection = { title: string; pages: readonly AdminPage[] };

/** The pages of the administration, in the order of its menus. */
export const ADMIN_SECTIONS: readonly AdminSection[] = [
  {
    title: 'Pictures',
    pages: [
      { href: '/admin/templates/', title: 'Templates', text: 'Named sets of picture options for URLs' },
      {
        href: '/admin/trash/',
        title: 'Trash',
        text: 'Deleted images and folders, to restore or remove for good',
      },
    ],
  },
  {
    title: 'People',
    pages: [
      {
        href: '/admin/users/',
        title: 'Users',
        text: 'Accounts and who may use the API',
        flags: ['admin_users'],
      },
      {
        href: '/admin/groups/',
        title: 'Groups',
        text: 'Members and what groups may do',
        flags: ['admin_users'],
      },
      {
        href: '/admin/permissions/',
        title: 'Folder permissions',
        text: 'Who may see and change which folder, and why',
        flags: ['admin_permissions', 'admin_users'],
      },
    ],
  },
  {
    title: 'Server',
    pages: [
      { href: '/admin/tasks/', title: 'Tasks', text: 'Background work, with progress' },
      {
        href: '/admin/audit/',
        title: 'Audit log',
        text: 'Who did what, when and from where',
        flags: ['admin_all'],
      },
      {
        href: '/admin/storage/',
        title: 'Storage and cache',
        text: 'Space used by originals and finished pictures',
        flags: ['admin_files'],
      },
      {
        href: '/admin/maintenance/',
        title: 'Maintenance',
        text: 'Compare with the disk, free space in the database',
        flags: ['admin_all'],
      },
      {
        href: '/admin/settings/',
        title: 'Settings',
        text: 'How this server is configured',
        flags: ['admin_all'],
      },
      { href: '/about/', title: 'About', text: 'Version, formats and licences' },
    ],
  },
];

/** The reports, in the order of their menu. */
export const REPORT_PAGES: readonly AdminPage[] = [
  {
    href: '/reports/',
    title: 'Reports',
    text: 'What is asked for, and how the server does',
    flags: ['reports'],
  },
  { href: '/reports/top/', title: 'Top images', text: 'What is asked for most', flags: ['reports'] },
  { href: '/reports/system/', title: 'System statistics', text: 'The server over time', flags: ['reports'] },
  { href: '/reports/storage/', title: 'Storage by folder', text: 'What originals take', flags: ['reports'] },
  {
    href: '/reports/unused/',
    title: 'Never requested',
    text: 'Images that nobody asks for',
    flags: ['reports'],
  },
  { href: '/reports/live/', title: 'Live', text: 'How the server does now', flags: ['reports'] },
];

/** Why somebody may not open a page, by the name of the right; undefined when they may. */
export function missingFlag(page: AdminPage, flags: readonly Flag[]): string | undefined {
  if (!page.flags || page.flags.some((flag) => flags.includes(flag))) return undefined;
  return `Needs the permission “${page.flags.map((flag) => FLAG_NAMES[flag]).join('” or “')}”`;
}

/** System permissions as people read them. */
const FLAG_NAMES: Readonly<Record<Flag, string>> = {
  folios: 'Create portfolios',
  reports: 'See reports',
  admin_users: 'Administer users',
  admin_files: 'Administer files and folders',
  admin_folios: 'Administer portfolios',
  admin_permissions: 'Administer groups and permissions',
  admin_all: 'Super user',
};

/** Pages that explain things; `flags`: for whom, when not for all. */
const HELP_PAGES: ReadonlyArray<{ href: string; title: string; flags?: readonly Flag[] }> = [
  { href: '/overview/', title: 'Introduction' },
  { href: '/help/', title: 'Imaging guide' },
  { href: '/canvasview/', title: 'Viewers' },
  { href: '/api/help/', title: 'API reference' },
  { href: '/welcome/', title: 'First steps', flags: ['admin_all'] },
];

/** The pages of HELP_PAGES for somebody with these flags. */
export function helpPages(flags: readonly Flag[]) {
  return HELP_PAGES.filter((page) => !page.flags || page.flags.some((flag) => flags.includes(flag)));
}
