'use client';

import { FolderOpen } from 'lucide-react';
import { useState } from 'react';
import { useUrlState } from '../client/use-url-state.ts';
import { FolderDialog } from '../pickers/folder-dialog.tsx';
import { Button } from '../ui/button.tsx';

/** The folder whose images a report is about; it stands in the address. */
export function useFolder(): string {
  const { values } = useUrlState();
  return values.get('path') ?? '/';
}

/** Chooses that folder. */
export function FolderChoice() {
  const { change } = useUrlState();
  const path = useFolder();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)} className="max-w-64">
        <FolderOpen aria-hidden="true" />
        <span className="truncate">{path === '/' ? 'All folders' : path}</span>
      </Button>
      {path === '/' ? null : (
        <Button look="quiet" onClick={() => change({ path: undefined })}>
          All folders
        </Button>
      )}
      <FolderDialog
        open={open}
        onOpenChange={setOpen}
        title="Images of a folder"
        action="Show"
        startAt={path}
        onPick={(picked) => change({ path: picked === '/' ? undefined : picked })}
      />
    </>
  );
}
