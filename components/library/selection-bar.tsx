'use client';

import {
  Download,
  Ellipsis,
  FolderInput,
  PencilLine,
  ShoppingBasket,
  Tag,
  TextCursorInput,
  Trash2,
  X,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { formatBytes } from '#lib/format/bytes.ts';
import { countOf, formatCount } from '#lib/format/numbers.ts';
import { publishPage } from '../client/places.ts';
import { LEVEL, missingLevel } from '../client/rights.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Menu, MenuAction, MenuLink } from '../ui/menu.tsx';
import type { Target } from './target.ts';
import type { ImageActions } from './use-image-actions.tsx';

/** What is selected and what can be done with it; on phones at the bottom of the window. */
export function SelectionBar({
  target,
  bytes,
  total,
  all,
  actions,
  onAll,
  onNone,
}: {
  target: Target;
  /** Of the selected files; undefined when not all are known. */
  bytes: number | undefined;
  /** Images in the listing. */
  total: number;
  /** Whether all of them are selected. */
  all: boolean;
  actions: ImageActions;
  onAll: () => void;
  onNone: () => void;
}) {
  const lacking = (level: number) => missingLevel(target.access, level, target.folder);
  return (
    <div
      role="toolbar"
      aria-label="Selected images"
      className="flex items-center gap-1 border-b border-border bg-soft px-2 py-1.5 max-md:fixed max-md:inset-x-0 max-md:bottom-0 max-md:z-30 max-md:flex-wrap max-md:justify-between max-md:border-t max-md:border-b-0 max-md:pb-[max(0.375rem,env(safe-area-inset-bottom))] md:min-h-12 sm:px-4"
    >
      <div className="mr-2 flex items-center gap-2 max-md:w-full">
        <IconButton label="Clear the selection" shortcut="Esc" size="small" onClick={onNone}>
          <X aria-hidden="true" />
        </IconButton>
        <p className="whitespace-nowrap">
          <span className="font-semibold tabular-nums">{formatCount(target.count)} selected</span>
          {bytes === undefined ? null : (
            <span className="ml-2 text-[13px] text-muted tabular-nums">{formatBytes(bytes)}</span>
          )}
        </p>
        {all || target.count >= total ? null : (
          <button
            type="button"
            onClick={onAll}
            className="cursor-pointer rounded-control px-1 text-[13px] font-medium text-accent underline underline-offset-4 pointer-coarse:h-11"
          >
            Select all {countOf(total, 'image')}
          </button>
        )}
      </div>
      <span className="flex-1 max-md:hidden" />
      <Act
        icon={<FolderInput aria-hidden="true" />}
        label="Move to…"
        unavailable={lacking(LEVEL.delete)}
        onAct={() => actions.ask({ kind: 'move', target })}
      />
      <Act
        icon={<Tag aria-hidden="true" />}
        label="Tag…"
        unavailable={lacking(LEVEL.edit)}
        onAct={() => actions.ask({ kind: 'tag', target })}
      />
      <Act
        icon={<PencilLine aria-hidden="true" />}
        label="Edit…"
        unavailable={lacking(LEVEL.edit)}
        onAct={() => actions.ask({ kind: 'edit', target })}
      />
      <Act
        icon={<ShoppingBasket aria-hidden="true" />}
        label="Add to basket"
        unavailable={undefined}
        onAct={() => actions.collect(target)}
      />
      <Act
        icon={<Download aria-hidden="true" />}
        label="Download"
        unavailable={lacking(LEVEL.download)}
        onAct={() => void actions.zip(target)}
      />
      <Act
        icon={<Trash2 aria-hidden="true" />}
        label="Delete"
        unavailable={lacking(LEVEL.delete)}
        onAct={() => void actions.remove(target)}
      />
      <MoreMenu target={target} actions={actions} />
    </div>
  );
}

function MoreMenu({ target, actions }: { target: Target; actions: ImageActions }) {
  const [only] = target.images;
  const several = target.count === 1 && only ? undefined : 'For one image at a time';
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label="More" size="small">
          <Ellipsis aria-hidden="true" />
        </IconButton>
      }
    >
      <MenuAction
        icon={<TextCursorInput aria-hidden="true" />}
        shortcut="F2"
        unavailable={several ?? missingLevel(target.access, LEVEL.upload, target.folder)}
        onSelect={() => actions.ask({ kind: 'rename', target })}
      >
        Rename…
      </MenuAction>
      <MenuLink href={only ? publishPage(only.src) : '/publish/'} unavailable={several}>
        Publish
      </MenuLink>
    </Menu>
  );
}

/** A button with a word beside it where there is room. */
function Act({
  icon,
  label,
  unavailable,
  onAct,
}: {
  icon: ReactNode;
  label: string;
  unavailable: string | undefined;
  onAct: () => void;
}) {
  return (
    <Button
      size="small"
      look="quiet"
      aria-label={label}
      unavailable={unavailable}
      onClick={onAct}
      className="hover:not-data-disabled:bg-surface pointer-coarse:px-3"
    >
      {icon}
      <span className="max-lg:hidden">{label}</span>
    </Button>
  );
}
