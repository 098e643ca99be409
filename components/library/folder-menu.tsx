'use client';

import { useQuery } from '@tanstack/react-query';
import {
  Copy,
  FolderInput,
  FolderOpen,
  FolderPlus,
  KeyRound,
  PencilLine,
  Trash2,
  Upload,
} from 'lucide-react';
import { permissionsPage, uploadPage } from '../client/places.ts';
import { LEVEL, missingLevel } from '../client/rights.ts';
import { useViewer } from '../client/viewer.tsx';
import { folderLevel, parentOf } from '../pickers/folder-levels.ts';
import { copyText } from '../ui/copy-text.ts';
import { MenuAction, MenuLine, MenuLink } from '../ui/menu.tsx';
import type { FolderActions } from './use-folder-actions.tsx';

/** What can be done with a folder, as the content of a menu. */
export function FolderMenu({
  path,
  actions,
  onOpen,
}: {
  path: string;
  actions: FolderActions;
  /** Offered where the folder is not the one that is shown. */
  onOpen?: (() => void) | undefined;
}) {
  const { flags } = useViewer();
  const { data } = useQuery(folderLevel(path));
  const folder = data?.folder;
  const access = folder?.access ?? 0;
  const above = data?.parents.at(-1)?.access ?? 0;
  const isRoot = path === '/';
  const ofRoot = isRoot ? 'Not for the root folder' : undefined;
  return (
    <>
      {onOpen === undefined ? null : (
        <>
          <MenuAction
            icon={<FolderOpen aria-hidden="true" />}
            unavailable={missingLevel(access, LEVEL.view, path)}
            onSelect={onOpen}
          >
            Open
          </MenuAction>
          <MenuLine />
        </>
      )}
      <MenuLink
        href={uploadPage(path)}
        icon={<Upload aria-hidden="true" />}
        unavailable={missingLevel(access, LEVEL.upload, path)}
      >
        Upload to this folder
      </MenuLink>
      <MenuAction
        icon={<FolderPlus aria-hidden="true" />}
        unavailable={missingLevel(access, LEVEL.createFolder, path)}
        onSelect={() => folder && actions.ask({ kind: 'create', folder })}
      >
        New folder…
      </MenuAction>
      <MenuLine />
      <MenuAction
        icon={<PencilLine aria-hidden="true" />}
        unavailable={ofRoot ?? missingLevel(above, LEVEL.createFolder, parentOf(path))}
        onSelect={() => folder && actions.ask({ kind: 'rename', folder })}
      >
        Rename…
      </MenuAction>
      <MenuAction
        icon={<FolderInput aria-hidden="true" />}
        unavailable={ofRoot ?? missingLevel(above, LEVEL.deleteFolder, parentOf(path))}
        onSelect={() => folder && actions.ask({ kind: 'move', folder })}
      >
        Move to…
      </MenuAction>
      <MenuAction icon={<Copy aria-hidden="true" />} onSelect={() => void copyText(path)}>
        Copy path
      </MenuAction>
      <MenuLink
        href={permissionsPage(path)}
        icon={<KeyRound aria-hidden="true" />}
        unavailable={
          flags.includes('admin_permissions')
            ? undefined
            : 'Needs the permission “Administer groups and permissions”'
        }
      >
        Edit permissions
      </MenuLink>
      <MenuLine />
      <MenuAction
        danger
        icon={<Trash2 aria-hidden="true" />}
        unavailable={ofRoot ?? missingLevel(above, LEVEL.deleteFolder, parentOf(path))}
        onSelect={() => folder && void actions.remove(folder)}
      >
        Delete folder…
      </MenuAction>
    </>
  );
}
