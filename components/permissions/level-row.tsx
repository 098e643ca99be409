'use client';

import { Pin, RotateCcw, ShieldCheck } from 'lucide-react';
import { useId } from 'react';
import { countOf } from '#lib/format/numbers.ts';
import { LEVEL_NAMES, levelName } from '../client/rights.ts';
import { IconButton } from '../ui/button.tsx';
import { cn } from '../ui/class-names.ts';
import { Select } from '../ui/select.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { type Draft, draftRow } from './draft.ts';
import { LevelChoice } from './level-choice.tsx';
import type { GroupOnFolder } from './rights.ts';

const PUBLIC_GROUP = 1;
const NO_PERMISSION = 'Needs the permission “Administer groups and permissions”';

/** One group: its level here, where that comes from, and what can be made of it. */
export function LevelRow({
  row,
  path,
  draft,
  readOnly,
  onWish,
  openFolder,
}: {
  row: GroupOnFolder;
  path: string;
  draft: Draft;
  readOnly: boolean;
  /** A level of its own, or null for none. */
  onWish: (wish: number | null) => void;
  openFolder: (path: string) => void;
}) {
  const source = useId();
  const { level, own, changed } = draftRow(row, draft);
  const label = `Level of ${row.name} on ${path}`;
  return (
    <li
      data-changed={changed}
      className={cn(
        'flex flex-wrap items-center gap-x-2 gap-y-2 px-3 py-2 first:rounded-t-card last:rounded-b-card @lg:flex-nowrap @lg:first:rounded-t-none',
        changed && 'bg-soft',
      )}
    >
      <div className="min-w-0 flex-1 basis-full @lg:basis-40">
        <p className="flex items-center gap-1.5 font-medium">
          <span className="truncate" title={row.name}>
            {row.name}
          </span>
          {row.overrides.length > 0 ? (
            <Tooltip text="Members pass everywhere: the group administers files">
              <span
                role="img"
                aria-label="Members pass everywhere: the group administers files"
                tabIndex={-1}
              >
                <ShieldCheck aria-hidden="true" className="size-4 text-warning" />
              </span>
            </Tooltip>
          ) : null}
          {changed ? <span className="text-xs font-normal text-accent">not saved</span> : null}
        </p>
        <p id={source} className="text-xs text-muted">
          <Source row={row} level={level} own={own} openFolder={openFolder} />
          {row.group_id === PUBLIC_GROUP ? ' · everybody' : ` · ${countOf(row.members, 'person', 'people')}`}
        </p>
      </div>
      <div className="hidden @lg:block">
        <LevelChoice
          label={label}
          describedBy={source}
          value={level}
          own={own}
          readOnly={readOnly}
          onChange={onWish}
        />
      </div>
      <div className="min-w-0 flex-1 @lg:hidden">
        <Select
          label={label}
          value={level === null ? undefined : String(level)}
          placeholder="No level"
          disabled={readOnly}
          choices={LEVEL_NAMES.map(([value, name]) => ({ value: String(value), label: name }))}
          onChange={(next) => onWish(Number(next))}
        />
      </div>
      <div className="w-8 shrink-0 pointer-coarse:w-11">
        {own ? (
          <IconButton
            label={`Reset ${row.name} to inherited`}
            size="small"
            unavailable={whyNotReset(row, readOnly)}
            onClick={() => onWish(null)}
          >
            <RotateCcw aria-hidden="true" />
          </IconButton>
        ) : (
          <IconButton
            label={`Pin the level of ${row.name} here`}
            size="small"
            unavailable={readOnly ? NO_PERMISSION : level === null ? 'There is no level to pin' : undefined}
            onClick={() => level !== null && onWish(level)}
          >
            <Pin aria-hidden="true" />
          </IconButton>
        )}
      </div>
    </li>
  );
}

function whyNotReset(row: GroupOnFolder, readOnly: boolean): string | undefined {
  if (readOnly) return NO_PERMISSION;
  return row.can_reset ? undefined : 'Built-in groups keep a level on the root; it can only be changed';
}

function Source({
  row,
  level,
  own,
  openFolder,
}: {
  row: GroupOnFolder;
  level: number | null;
  own: boolean;
  openFolder: (path: string) => void;
}) {
  if (level === null) return 'No level here nor above';
  if (own) return `${levelName(level)}, own level`;
  const from = row.inherited?.folder ?? '/';
  return (
    <>
      {levelName(level)}, inherited from{' '}
      <button
        type="button"
        onClick={() => openFolder(from)}
        className="cursor-pointer rounded-control break-all underline underline-offset-2 hover:text-text"
      >
        {from === '/' ? 'All folders' : from}
      </button>
    </>
  );
}
