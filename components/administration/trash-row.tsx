'use client';

import { EllipsisVertical, FolderInput, RotateCcw, Trash2 } from 'lucide-react';
import { memo } from 'react';
import { formatBytes } from '#lib/format/bytes.ts';
import { countOf } from '#lib/format/numbers.ts';
import { folderOf, nameOf } from '../client/places.ts';
import { useNow } from '../client/use-now.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { cn } from '../ui/class-names.ts';
import { Menu, MenuAction } from '../ui/menu.tsx';
import { Time } from '../ui/time.tsx';
import type { TrashEntry } from './shapes.ts';
import { TrashThumbnail } from './trash-thumbnail.tsx';

const DAY = 86_400_000;

export type TrashRowActions = {
  /** @param withShift whether everything from the last one on is meant */
  onSelect: (entry: TrashEntry, withShift: boolean) => void;
  onRestore: (entry: TrashEntry) => void;
  onRestoreElsewhere: (entry: TrashEntry) => void;
  onPurge: (entry: TrashEntry) => void;
};

/** Something in the trash, with what can be done about it. */
export const TrashRow = memo(function TrashRow({
  entry,
  selected,
  purgeUnavailable,
  actions,
}: {
  entry: TrashEntry;
  selected: boolean;
  purgeUnavailable: string | undefined;
  /** A stable reference. */
  actions: TrashRowActions;
}) {
  const { name, folder } = placeOf(entry);
  return (
    <li
      className={cn(
        'flex items-center gap-3 border-b border-border px-3 py-2 last:border-b-0 hover:bg-hover/60',
        selected && 'bg-soft hover:bg-soft',
      )}
    >
      {/* The box itself does not say whether Shift was held. */}
      <span
        onClickCapture={(event) => {
          if (!event.shiftKey) return;
          event.preventDefault();
          event.stopPropagation();
          actions.onSelect(entry, true);
        }}
        className="flex pointer-coarse:p-2"
      >
        <Checkbox
          checked={selected}
          onChange={() => actions.onSelect(entry, false)}
          label={`Select ${name}`}
        />
      </span>
      <TrashThumbnail entry={entry} />
      <div className="grid min-w-0 flex-1 gap-x-4 md:grid-cols-[minmax(0,1fr)_12rem_9rem] md:items-center">
        <div className="min-w-0">
          <p className="truncate font-medium" title={name}>
            {name}
          </p>
          <p className="truncate text-[13px] text-muted" title={folder}>
            {folder}
          </p>
        </div>
        <p className="text-[13px] text-muted">
          <Time value={entry.deleted} form="ago" />
          <span className="block truncate">by {entry.deleted_by_name ?? 'the system'}</span>
        </p>
        <p className="text-[13px] text-muted tabular-nums">
          {entry.kind === 'folder' ? `${countOf(entry.files, 'file')}, ` : ''}
          {formatBytes(entry.bytes)}
          <DaysLeft until={entry.purge_after} />
        </p>
      </div>
      <Button size="small" className="max-sm:hidden" onClick={() => actions.onRestore(entry)}>
        <RotateCcw aria-hidden="true" />
        Restore<span className="sr-only"> {name}</span>
      </Button>
      <Menu
        align="end"
        trigger={
          <IconButton label={`More for ${name}`} size="small">
            <EllipsisVertical aria-hidden="true" />
          </IconButton>
        }
      >
        <MenuAction icon={<RotateCcw aria-hidden="true" />} onSelect={() => actions.onRestore(entry)}>
          Restore
        </MenuAction>
        <MenuAction
          icon={<FolderInput aria-hidden="true" />}
          onSelect={() => actions.onRestoreElsewhere(entry)}
        >
          Restore to another place…
        </MenuAction>
        <MenuAction
          danger
          icon={<Trash2 aria-hidden="true" />}
          unavailable={purgeUnavailable}
          onSelect={() => actions.onPurge(entry)}
        >
          Delete for good…
        </MenuAction>
      </Menu>
    </li>
  );
});

/** Name and folder that it had. */
export function placeOf(entry: Pick<TrashEntry, 'path'>): { name: string; folder: string } {
  return { name: nameOf(entry.path), folder: folderOf(entry.path.replace(/^\//, '')) };
}

function DaysLeft({ until }: { until: string | null }) {
  const now = useNow();
  if (until === null || now === undefined) return null;
  const days = Math.ceil((new Date(until).getTime() - now) / DAY);
  return <span className="block">{days <= 1 ? 'last day' : `${countOf(days, 'day')} left`}</span>;
}
