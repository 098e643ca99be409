'use client';

import { Folder, Lock } from 'lucide-react';
import { type MouseEvent, useState } from 'react';
import { formatCount } from '#lib/format/numbers.ts';
import type { TreeFolder } from '../client/browsed.ts';
import { browsePage } from '../client/places.ts';
import { LEVEL, missingLevel } from '../client/rights.ts';
import { cn } from '../ui/class-names.ts';

/** Folders that are shown before somebody asks for all. */
const MOST = 24;

/** The folders in a folder, before its images: links, and places to drop images on. */
export function FolderRow({
  folders,
  onOpen,
}: {
  folders: readonly TreeFolder[];
  onOpen: (path: string) => void;
}) {
  const [all, setAll] = useState(false);
  if (folders.length === 0) return null;
  const shown = all ? folders : folders.slice(0, MOST);
  return (
    <nav aria-label="Folders here" className="px-3 pt-3 sm:px-4">
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(10.5rem,46%),1fr))] gap-2">
        {shown.map((folder) => (
          <li key={folder.path} className="min-w-0">
            <FolderCard folder={folder} onOpen={onOpen} />
          </li>
        ))}
        {shown.length < folders.length ? (
          <li>
            <button
              type="button"
              onClick={() => setAll(true)}
              className="h-10 w-full cursor-pointer rounded-control px-3 text-left text-[13px] text-accent hover:bg-hover pointer-coarse:h-11"
            >
              Show all {formatCount(folders.length)} folders
            </button>
          </li>
        ) : null}
      </ul>
    </nav>
  );
}

const CARD =
  'flex h-10 items-center gap-2.5 rounded-control border border-border bg-surface px-3 text-[13px] pointer-coarse:h-11';

function FolderCard({ folder, onOpen }: { folder: TreeFolder; onOpen: (path: string) => void }) {
  const { path, name, access, images, has_children: leadsOn } = folder;
  const missing = missingLevel(access, LEVEL.view, path);
  if (missing !== undefined && !leadsOn) {
    return (
      <div
        title={missing}
        data-folder={path}
        data-access={access}
        className={cn(CARD, 'bg-canvas text-muted')}
      >
        <Lock aria-hidden="true" className="size-4 shrink-0" />
        <span className="truncate">{name}</span>
        <span className="sr-only">. {missing}</span>
      </div>
    );
  }
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onOpen(path);
  };
  return (
    <a
      href={browsePage(path)}
      onClick={follow}
      draggable={false}
      title={name}
      data-folder={path}
      data-access={access}
      className={cn(
        CARD,
        'hover:border-control data-drop:border-accent data-drop:bg-soft data-drop:outline-2 data-drop:outline-accent',
      )}
    >
      <Folder aria-hidden="true" className="size-4 shrink-0 text-muted" />
      <span className="min-w-0 flex-1 truncate">{name}</span>
      {images === 0 ? null : (
        <span className="text-xs text-muted tabular-nums">
          {formatCount(images)}
          <span className="sr-only"> images</span>
        </span>
      )}
    </a>
  );
}
