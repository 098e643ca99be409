'use client';

import { useQuery } from '@tanstack/react-query';
import { FolderPlus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { LEVEL, missingLevel } from '../client/rights.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { folderLevel } from './folder-levels.ts';
import { FolderTree } from './folder-tree.tsx';
import { NewFolder } from './new-folder.tsx';

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  /** The verb on the button, such as `Move here`. */
  action: string;
  /** What it takes on the folder that is picked. */
  minLevel?: number | undefined;
  /** Folder that is chosen at first. */
  startAt?: string | undefined;
  /** Why a folder is not offered although the viewer has the right; undefined when it is. */
  refuse?: ((path: string) => string | undefined) | undefined;
  onPick: (path: string) => void;
};

/** Lets somebody choose a folder, or make a new one there. */
export function FolderDialog(props: Props) {
  // The tree starts anew with each opening.
  return props.open ? <OpenFolderDialog {...props} /> : null;
}

function OpenFolderDialog({
  onOpenChange,
  title,
  description,
  action,
  minLevel = LEVEL.view,
  startAt = '/',
  refuse,
  onPick,
}: Props) {
  const [path, setPath] = useState(startAt);
  const [naming, setNaming] = useState(false);
  const { data, isPending } = useQuery(folderLevel(path));
  const access = data?.folder.access ?? 0;
  const missing = data ? missingLevel(access, minLevel, path) : undefined;
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title={title}
      description={description}
      width="medium"
      footer={
        <>
          <Button
            className="mr-auto"
            disabled={!data || naming}
            unavailable={data ? missingLevel(access, LEVEL.createFolder, path) : undefined}
            onClick={() => setNaming(true)}
          >
            <FolderPlus aria-hidden="true" />
            New folder
          </Button>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button
            look="primary"
            disabled={isPending || !data}
            unavailable={missing ?? refuse?.(path)}
            onClick={() => {
              onOpenChange(false);
              onPick(path);
            }}
          >
            {action}
          </Button>
        </>
      }
    >
      <div className="h-[min(24rem,50dvh)] overflow-auto rounded-control border border-border p-1">
        <FolderTree value={path} onSelect={setPath} label="Folders" />
      </div>
      {naming ? (
        <NewFolder
          parent={path}
          onClose={() => setNaming(false)}
          onMade={(made) => {
            setNaming(false);
            setPath(made);
          }}
        />
      ) : (
        <p className="mt-3 text-[13px] break-words text-muted">
          Chosen: <span className="font-mono text-text">{path}</span>
        </p>
      )}
    </Dialog>
  );
}
