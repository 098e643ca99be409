'use client';

import { useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { countOf } from '#lib/format/numbers.ts';
import { failureText } from '../client/api.ts';
import type { TreeFolder } from '../client/browsed.ts';
import { useUrlState } from '../client/use-url-state.ts';
import { FolderTree } from '../pickers/folder-tree.tsx';
import { Switch } from '../ui/checkbox.tsx';
import { ErrorState, Skeleton } from '../ui/states.tsx';
import { permittedFoldersQuery } from './queries.ts';

/** All folders as a tree, or only those with levels of their own as a list. */
export function FoldersPanel({ path, onSelect }: { path: string; onSelect: (path: string) => void }) {
  const { values, change } = useUrlState();
  const ownOnly = values.get('folders') === 'own';
  return (
    <>
      <Switch
        checked={ownOnly}
        onChange={(on) => change({ folders: on ? 'own' : undefined })}
        className="mb-3 text-[13px]"
      >
        Only folders with own levels
      </Switch>
      {ownOnly ? (
        <PermittedFolders path={path} onSelect={onSelect} />
      ) : (
        <>
          <FolderTree
            value={path}
            onSelect={onSelect}
            label="Folders"
            minLevel={0}
            badge={ownBadge}
            note={ownNote}
          />
          <p className="mt-3 flex items-center gap-1.5 border-t border-border pt-3 text-xs text-muted">
            <KeyRound aria-hidden="true" className="size-3.5" />
            has levels of its own
          </p>
        </>
      )}
    </>
  );
}

function ownBadge(folder: TreeFolder) {
  return folder.own_permissions ? <KeyRound aria-hidden="true" className="size-3.5 text-muted" /> : undefined;
}

function ownNote(folder: TreeFolder): string | undefined {
  return folder.own_permissions ? 'Has levels of its own' : undefined;
}

function PermittedFolders({ path, onSelect }: { path: string; onSelect: (path: string) => void }) {
  const { data, error, refetch } = useQuery(permittedFoldersQuery);
  if (error) return <ErrorState text={failureText(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-40" />;
  return (
    <ul aria-label="Folders with own levels" className="flex flex-col">
      {data.map((folder) => (
        <li key={folder.folder_id}>
          <button
            type="button"
            aria-current={folder.path === path ? 'true' : undefined}
            onClick={() => onSelect(folder.path)}
            className="flex min-h-8 w-full cursor-pointer flex-col rounded-control px-2 py-1 text-left text-[13px] hover:bg-hover aria-[current]:bg-soft pointer-coarse:min-h-11"
          >
            <span className="break-all">{folder.path === '/' ? 'All folders' : folder.path}</span>
            <span className="text-xs text-muted">{countOf(folder.groups, 'group')}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
