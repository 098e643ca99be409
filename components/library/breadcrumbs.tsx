'use client';

import { ChevronRight, Ellipsis, FolderSearch } from 'lucide-react';
import { type FormEvent, type MouseEvent, useState } from 'react';
import type { TreeLevel } from '../client/browsed.ts';
import { browsePage, nameOf } from '../client/places.ts';
import { pathsTo } from '../pickers/folder-levels.ts';
import { IconButton } from '../ui/button.tsx';
import { BOX } from '../ui/field.tsx';
import { Menu, MenuAction } from '../ui/menu.tsx';
import { folderPath } from './listing.ts';

/** Parts of a long path that are shown; the others are in a menu. */
const MOST_PARTS = 4;

/** Where the folder is, each part a link and a place to drop images on; or a line to type a path into. */
export function Breadcrumbs({
  path,
  level,
  onOpen,
}: {
  path: string;
  /** What is known of the folder. */
  level: TreeLevel | undefined;
  onOpen: (path: string) => void;
}) {
  const [typing, setTyping] = useState(false);
  if (typing) {
    return (
      <PathLine
        path={path}
        onClose={() => setTyping(false)}
        onGo={(next) => {
          setTyping(false);
          onOpen(next);
        }}
      />
    );
  }
  const paths = pathsTo(path);
  const hidden = paths.length > MOST_PARTS ? paths.slice(1, paths.length - MOST_PARTS + 2) : [];
  const shown = paths.filter((each) => !hidden.includes(each));
  const access = (each: string) =>
    [...(level?.parents ?? []), ...(level ? [level.folder] : [])].find((folder) => folder.path === each)
      ?.access ?? 0;
  const follow = (event: MouseEvent, next: string) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onOpen(next);
  };
  return (
    <nav aria-label="Path" className="flex min-w-0 items-center">
      <ol className="flex min-w-0 items-center text-sm">
        {shown.map((each, index) => {
          const last = each === path;
          return (
            <li
              key={each}
              className={last ? 'flex min-w-0 items-center' : 'flex min-w-0 shrink items-center'}
            >
              {index === 0 ? null : (
                <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-muted" />
              )}
              {index === 1 && hidden.length > 0 ? (
                <>
                  <Menu
                    trigger={
                      <IconButton label="Folders between" size="small">
                        <Ellipsis aria-hidden="true" />
                      </IconButton>
                    }
                  >
                    {hidden.map((between) => (
                      <MenuAction key={between} onSelect={() => onOpen(between)}>
                        {nameOf(between)}
                      </MenuAction>
                    ))}
                  </Menu>
                  <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-muted" />
                </>
              ) : null}
              {last ? (
                <h1 className="truncate px-1.5 font-semibold" title={each}>
                  {nameOf(each) || 'All folders'}
                </h1>
              ) : (
                <a
                  href={browsePage(each)}
                  onClick={(event) => follow(event, each)}
                  draggable={false}
                  data-folder={each}
                  data-access={access(each)}
                  className="truncate rounded-control px-1.5 py-1 text-muted hover:bg-hover hover:text-text data-drop:bg-soft data-drop:outline-2 data-drop:outline-accent pointer-coarse:py-3"
                >
                  {nameOf(each) || 'All folders'}
                </a>
              )}
            </li>
          );
        })}
      </ol>
      <IconButton
        label="Type a path"
        size="small"
        className="ml-0.5 text-muted"
        onClick={() => setTyping(true)}
      >
        <FolderSearch aria-hidden="true" />
      </IconButton>
    </nav>
  );
}

function PathLine({
  path,
  onGo,
  onClose,
}: {
  path: string;
  onGo: (path: string) => void;
  onClose: () => void;
}) {
  const [text, setText] = useState(path);
  const go = (event: FormEvent) => {
    event.preventDefault();
    onGo(folderPath(text.trim()));
  };
  return (
    <form onSubmit={go} className="min-w-0 flex-1">
      <input
        // Asked for by the person a moment ago.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        aria-label="Path of a folder"
        value={text}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={onClose}
        onKeyDown={(event) => event.key === 'Escape' && onClose()}
        className={`${BOX} h-8 font-mono text-[13px]`}
      />
    </form>
  );
}
