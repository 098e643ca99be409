'use client';

import {
  CornerDownRight,
  FileImage,
  Folder,
  FolderPlus,
  Keyboard,
  LayoutTemplate,
  LogOut,
  Monitor,
  Moon,
  Search,
  Sun,
  Upload,
  UserRound,
} from 'lucide-react';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { wish } from '../client/events.ts';
import { browsePage, detailsPage, folderOf, nameOf, thumbnailUrl, uploadPage } from '../client/places.ts';
import { signOut } from '../client/sign-out.ts';
import { usePreferences } from '../client/use-preferences.ts';
import { useViewer } from '../client/viewer.tsx';
import { ACTIONS, type Action, allowed, type Entry, findEntries, PAGES } from './entries.ts';
import { recentPlaces } from './recent-places.ts';
import { useFound } from './use-found.ts';

/** A line of the palette: a link, or something to do. */
export type Found = {
  id: string;
  title: string;
  detail?: string | undefined;
  icon: ReactNode;
  shortcut?: string | undefined;
  href?: string;
  run?: () => void;
};

const ICONS: Readonly<Record<Action, ReactNode>> = {
  upload: <Upload />,
  'new-folder': <FolderPlus />,
  'theme-light': <Sun />,
  'theme-dark': <Moon />,
  'theme-system': <Monitor />,
  shortcuts: <Keyboard />,
  'sign-out': <LogOut />,
};

const MOST_PAGES = 6;
const MOST_RECENT = 5;

/** What is offered for a text, in groups; without one, where the person was lately and all pages and actions. */
export function usePaletteGroups(typed: string, onNewFolder: () => void) {
  const router = useRouter();
  const pathname = usePathname();
  const query = useSearchParams();
  const viewer = useViewer();
  const { change } = usePreferences();
  const [recent] = useState(() => recentPlaces(viewer.userId));
  const { images, folders, people, templates, isBusy, failed } = useFound(typed);
  const text = typed.trim();

  const doIt: Readonly<Record<Action, () => void>> = {
    upload: () =>
      router.push(uploadPage(pathname.startsWith('/list') ? (query.get('path') ?? undefined) : undefined)),
    'new-folder': onNewFolder,
    'theme-light': () => change({ theme: 'light' }),
    'theme-dark': () => change({ theme: 'dark' }),
    'theme-system': () => change({ theme: 'system' }),
    shortcuts: () => wish('show-shortcuts', undefined),
    'sign-out': signOut,
  };
  const entry = (each: Entry): Found => ({
    id: each.id,
    title: each.title,
    detail: each.detail,
    shortcut: each.shortcut,
    ...('href' in each
      ? { href: each.href, icon: <CornerDownRight /> }
      : { run: doIt[each.action], icon: ICONS[each.action] }),
  });
  const image = (src: string, title: string, id: string): Found => ({
    id,
    title: title === '' ? nameOf(src) : title,
    detail: title === '' ? folderOf(src) : `/${src}`,
    icon: <Thumbnail src={src} />,
    href: detailsPage(src),
  });
  const folder = (path: string, id: string): Found => ({
    id,
    title: nameOf(path),
    detail: path,
    icon: <Folder />,
    href: browsePage(path),
  });

  const matching = (entries: readonly Entry[]) =>
    findEntries(allowed(entries, viewer.flags), text).map(entry);
  const groups =
    text === ''
      ? [
          {
            label: 'Recent',
            items: recent
              .slice(0, MOST_RECENT)
              .map(({ kind, path, href }) =>
                kind === 'folder' ? folder(path, `recent ${href}`) : image(path, '', `recent ${href}`),
              ),
          },
          { label: 'Actions', items: matching(ACTIONS) },
          { label: 'Pages', items: matching(PAGES) },
        ]
      : [
          { label: 'Pages and actions', items: matching([...PAGES, ...ACTIONS]).slice(0, MOST_PAGES) },
          { label: 'Folders', items: folders.map(({ id, path }) => folder(path, `folder ${id}`)) },
          { label: 'Images', items: images.map(({ id, src, title }) => image(src, title, `image ${id}`)) },
          {
            label: 'People',
            items: people.map(({ id, username, first_name: first, last_name: last }) => ({
              id: `person ${id}`,
              title: username,
              detail: `${first} ${last}`.trim() || undefined,
              icon: <UserRound />,
              href: `/admin/users/${id}/`,
            })),
          },
          {
            label: 'Templates',
            items: templates.map(({ id, name, description }) => ({
              id: `template ${id}`,
              title: name,
              detail: description || undefined,
              icon: <LayoutTemplate />,
              href: `/admin/templates/${id}/`,
            })),
          },
          {
            label: 'Library',
            items: [
              {
                id: 'search',
                title: `Search the library for “${text}”`,
                icon: <Search />,
                href: `/list/?${new URLSearchParams({ q: text })}`,
              },
            ],
          },
        ];
  return {
    groups: groups.filter(({ items }) => items.length > 0),
    isBusy,
    problem: failed ? 'Images and folders cannot be searched at the moment.' : undefined,
  };
}

/** A small picture; a sign in its place where there is none. */
function Thumbnail({ src }: { src: string }) {
  const [failed, setFailed] = useState(false);
  if (failed) return <FileImage />;
  return (
    <img
      src={thumbnailUrl(src, 200)}
      alt=""
      loading="lazy"
      className="size-8 object-cover"
      onError={() => setFailed(true)}
    />
  );
}
