'use client';

import { ChevronDown, RotateCcw } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { IconButton } from '../ui/button.tsx';
import { cn } from '../ui/class-names.ts';
import { isChanged, type Key, resetChanges, useEditing } from './editing.tsx';

/** One step of a recipe: a heading that opens its fields, with a mark when something in it was changed. */
export function StepCard({
  title,
  summary,
  keys,
  startsOpen = false,
  children,
}: {
  title: string;
  /** What holds, in a few words; shown while it is closed. */
  summary?: string | undefined;
  keys: readonly Key[];
  startsOpen?: boolean;
  children: ReactNode;
}) {
  const editing = useEditing();
  const [open, setOpen] = useState(startsOpen);
  const id = useId();
  const changed = keys.filter((key) => isChanged(editing, key)).length;
  const against = editing.isTemplate ? 'from what is stored' : 'from the template';
  return (
    <section className="rounded-card border border-border bg-surface">
      <div className="flex items-center gap-1 pr-1">
        <h2 className="min-w-0 flex-1">
          <button
            type="button"
            aria-expanded={open}
            aria-controls={id}
            onClick={() => setOpen(!open)}
            className="flex min-h-10 w-full cursor-pointer items-center gap-2 rounded-card px-3 text-left text-[13px] font-semibold outline-offset-[-2px] pointer-coarse:min-h-11"
          >
            <ChevronDown
              aria-hidden="true"
              className={cn(
                'size-4 shrink-0 text-muted transition-transform duration-120',
                !open && '-rotate-90',
              )}
            />
            <span className="shrink-0">{title}</span>
            {changed === 0 ? null : (
              <span className="size-2 shrink-0 rounded-full bg-accent" title={`Changed ${against}`}>
                <span className="sr-only">{`, changed ${against}`}</span>
              </span>
            )}
            {open || !summary ? null : (
              <span className="min-w-0 flex-1 truncate text-right font-normal text-muted">{summary}</span>
            )}
          </button>
        </h2>
        {changed === 0 ? null : (
          <IconButton
            label={`Reset ${title.toLowerCase()}`}
            size="small"
            onClick={() => editing.change(resetChanges(editing, keys))}
            unavailable={editing.locked}
          >
            <RotateCcw aria-hidden="true" />
          </IconButton>
        )}
      </div>
      <div id={id} hidden={!open} className="border-t border-border p-3">
        <fieldset disabled={editing.locked !== undefined} className="flex min-w-0 flex-col gap-3">
          <legend className="sr-only">{title}</legend>
          {children}
        </fieldset>
      </div>
    </section>
  );
}
