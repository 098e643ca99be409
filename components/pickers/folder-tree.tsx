'use client';

import { useQueries } from '@tanstack/react-query';
import { ChevronRight, Folder, FolderOpen, LoaderCircle, Lock } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { failureText } from '../client/api.ts';
import type { TreeFolder } from '../client/browsed.ts';
import { LEVEL, missingLevel } from '../client/rights.ts';
import { cn } from '../ui/class-names.ts';
import { ErrorState, Skeleton } from '../ui/states.tsx';
import { folderLevel, type KnownLevel, parentOf, pathsTo, type TreeRow, treeRows } from './folder-levels.ts';
import { treeStep } from './tree-keys.ts';

type FolderRow = Extract<TreeRow, { folder: TreeFolder }>;

/** Whether a tree offers a folder to be chosen. */
function isOffered(folder: TreeFolder, minLevel: number): boolean {
  return folder.access >= minLevel;
}

/**
 * The folders as a tree, of which what is opened is loaded. `minLevel` is what it takes to choose a folder; those
 * without it are shown with what is missing. Each row carries its path in `data-folder` and the viewer's level in
 * `data-access`.
 */
export function FolderTree({
  value,
  onSelect,
  label,
  minLevel = LEVEL.view,
  badge,
  note,
}: {
  value: string;
  onSelect: (path: string) => void;
  label: string;
  minLevel?: number;
  badge?: ((folder: TreeFolder) => ReactNode) | undefined;
  /** What the badge says, for screen readers. */
  note?: ((folder: TreeFolder) => string | undefined) | undefined;
}) {
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(['/', ...pathsTo(parentOf(value))]));
  const [active, setActive] = useState(value);
  const [shown, setShown] = useState(value);
  // A folder that is chosen elsewhere becomes visible here.
  if (shown !== value) {
    setShown(value);
    setActive(value);
    setOpen(new Set([...open, ...pathsTo(parentOf(value))]));
  }
  const { rows, failure, retry } = useTreeRows(open);
  const tree = useRef<HTMLDivElement>(null);
  const folders = useMemo(() => rows.filter((row): row is FolderRow => 'folder' in row), [rows]);
  const reachable = folders.some((row) => row.folder.path === active) ? active : '/';
  useScrollIntoView(tree, value, folders.length > 0);

  const toggle = (path: string, how: boolean) => {
    const next = new Set(open);
    if (how) next.add(path);
    else next.delete(path);
    setOpen(next);
  };
  const choose = (folder: TreeFolder) => {
    setActive(folder.path);
    if (isOffered(folder, minLevel)) onSelect(folder.path);
    else if (folder.has_children) toggle(folder.path, !open.has(folder.path));
  };
  const typed = useRef({ text: '', at: 0 });
  const handleKey = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = treeStep(event.key, folders, reachable, typed.current, event.timeStamp);
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    if (step.type === 'open') toggle(step.path, true);
    else if (step.type === 'close') toggle(step.path, false);
    else if (step.type === 'open-all') setOpen(new Set([...open, ...step.paths]));
    else if (step.type === 'choose') {
      const row = folders.find(({ folder }) => folder.path === step.path);
      if (row) choose(row.folder);
    } else {
      setActive(step.path);
      rowElement(tree.current, step.path)?.focus();
    }
  };

  if (failure !== undefined) return <ErrorState text={failureText(failure)} onRetry={retry} />;
  if (rows.length === 0) return <WaitingTree />;
  return (
    <div
      ref={tree}
      role="tree"
      tabIndex={-1}
      aria-label={label}
      onKeyDown={handleKey}
      className="min-w-max pb-2 outline-none text-[13px]"
    >
      {rows.map((row) =>
        'folder' in row ? (
          <TreeLine
            key={row.folder.path}
            row={row}
            selected={row.folder.path === value}
            reachable={row.folder.path === reachable}
            missing={missingLevel(row.folder.access, minLevel, row.folder.path)}
            badge={badge?.(row.folder)}
            note={note?.(row.folder)}
            onChoose={choose}
            onToggle={toggle}
          />
        ) : (
          <div
            key={`waiting ${row.waitingFor}`}
            role="treeitem"
            aria-level={row.depth + 1}
            aria-selected="false"
            aria-disabled="true"
            className="flex h-8 items-center gap-2 text-muted"
            style={{ paddingLeft: indentOf(row.depth) + 20 }}
          >
            {row.failed ? 'Could not be loaded' : 'Loading…'}
          </div>
        ),
      )}
    </div>
  );
}

/** Pixels before a line at a depth. */
const indentOf = (depth: number): number => 4 + depth * 16;

function TreeLine({
  row,
  selected,
  reachable,
  missing,
  badge,
  note,
  onChoose,
  onToggle,
}: {
  row: FolderRow;
  selected: boolean;
  reachable: boolean;
  missing: string | undefined;
  badge: ReactNode;
  note: string | undefined;
  onChoose: (folder: TreeFolder) => void;
  onToggle: (path: string, open: boolean) => void;
}) {
  const { folder, depth, open } = row;
  const Icon = folder.access === 0 ? Lock : selected ? FolderOpen : Folder;
  return (
    // The keys of all lines are heard by the tree.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="treeitem"
      aria-level={depth + 1}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-selected={selected}
      aria-expanded={folder.has_children ? open : undefined}
      aria-disabled={missing === undefined ? undefined : true}
      tabIndex={reachable ? 0 : -1}
      title={missing}
      data-folder={folder.path}
      data-access={folder.access}
      onClick={() => onChoose(folder)}
      className={cn(
        'group relative flex h-8 cursor-pointer items-center rounded-control pr-2 select-none hover:bg-hover focus-visible:-outline-offset-2 data-drop:bg-soft data-drop:outline-2 data-drop:-outline-offset-2 data-drop:outline-accent pointer-coarse:h-11',
        selected && 'bg-soft font-medium hover:bg-soft',
        missing !== undefined && 'text-muted',
        missing !== undefined && !folder.has_children && 'cursor-not-allowed',
      )}
      style={{ paddingLeft: indentOf(depth) }}
    >
      <span
        aria-hidden="true"
        className={cn(
          'flex h-full w-5 shrink-0 items-center justify-center text-muted hover:text-text pointer-coarse:w-9',
          !folder.has_children && 'invisible',
        )}
        onClick={(event) => {
          event.stopPropagation();
          onToggle(folder.path, !open);
        }}
      >
        <ChevronRight className={cn('size-3.5 transition-transform duration-120', open && 'rotate-90')} />
      </span>
      <Icon
        aria-hidden="true"
        className={cn('mr-2 size-4 shrink-0', selected ? 'text-accent' : 'text-muted')}
      />
      <span className="whitespace-nowrap">{nameOfFolder(folder)}</span>
      <span className="sr-only">
        {[note, missing].flatMap((text) => (text === undefined ? [] : [`. ${text}`])).join('')}
      </span>
      {badge === undefined ? null : (
        <span aria-hidden="true" className="ml-auto pl-3">
          {badge}
        </span>
      )}
    </div>
  );
}

const nameOfFolder = (folder: TreeFolder): string => (folder.path === '/' ? 'All folders' : folder.name);

function rowElement(tree: HTMLElement | null, path: string): HTMLElement | null {
  return tree?.querySelector<HTMLElement>(`[data-folder="${CSS.escape(path)}"]`) ?? null;
}

function WaitingTree() {
  return (
    <div role="status" aria-label="Loading the folders" className="flex flex-col gap-2 p-2">
      {[60, 75, 50, 70].map((width) => (
        <div key={width} className="flex items-center gap-2">
          <LoaderCircle aria-hidden="true" className="invisible size-4" />
          <Skeleton className="h-4" />
          <Skeleton className={cn('h-4', width > 60 ? 'w-36' : 'w-24')} />
        </div>
      ))}
    </div>
  );
}

function useTreeRows(open: ReadonlySet<string>) {
  const paths = useMemo(() => [...open], [open]);
  const levels = useQueries({
    queries: paths.map((path) => folderLevel(path)),
    combine: (results) => ({
      known: new Map<string, KnownLevel>(
        results.map((result, index) => [
          paths[index] ?? '',
          { level: result.data, failed: result.data === undefined && result.isError },
        ]),
      ),
      failure: results[paths.indexOf('/')]?.data ? undefined : results[paths.indexOf('/')]?.error,
      retry: () => {
        for (const result of results) if (result.isError) void result.refetch();
      },
    }),
  });
  const rows = useMemo(
    () => treeRows(open, (path) => levels.known.get(path) ?? { level: undefined, failed: false }),
    [open, levels.known],
  );
  return { rows, failure: levels.failure ?? undefined, retry: levels.retry };
}

/** Brings the chosen folder into view, when it is chosen elsewhere and when the tree has come. */
function useScrollIntoView(tree: { current: HTMLElement | null }, value: string, ready: boolean): void {
  useEffect(() => {
    if (ready) rowElement(tree.current, value)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [tree, value, ready]);
}
