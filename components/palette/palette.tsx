'use client';

import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { browsePage } from '../client/places.ts';
import { FolderDialog } from '../pickers/folder-dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { PaletteRow } from './palette-row.tsx';
import { type Found, usePaletteGroups } from './use-palette-groups.tsx';

type Group = { label: string; items: Found[] };

/** Finds images, folders, pages and actions by a few letters, and leads there. */
export function Palette({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const [naming, setNaming] = useState(false);
  return (
    <>
      <Dialog.Root open={open} onOpenChange={onOpenChange}>
        <Dialog.Portal>
          <Dialog.Backdrop className="fixed inset-0 z-40 bg-black/50 transition-opacity duration-120 data-ending-style:opacity-0 data-starting-style:opacity-0" />
          <Dialog.Popup
            initialFocus={input}
            aria-label="Search or go to"
            className="fixed top-[min(12dvh,6rem)] left-1/2 z-50 flex max-h-[min(34rem,calc(100dvh-14dvh))] w-[calc(100vw-1.5rem)] max-w-xl -translate-x-1/2 flex-col overflow-hidden rounded-card border border-border bg-surface text-sm text-text shadow-float outline-none transition-opacity duration-120 data-ending-style:opacity-0 data-starting-style:opacity-0"
          >
            <PaletteList
              input={input}
              onDone={() => onOpenChange(false)}
              onNewFolder={() => setNaming(true)}
            />
          </Dialog.Popup>
        </Dialog.Portal>
      </Dialog.Root>
      <FolderDialog
        open={naming}
        onOpenChange={setNaming}
        title="New folder"
        description="Choose where it is to be, make it there, and open it."
        action="Open"
        onPick={(path) => {
          setNaming(false);
          router.push(browsePage(path));
        }}
      />
    </>
  );
}

function PaletteList({
  input,
  onDone,
  onNewFolder,
}: {
  input: React.RefObject<HTMLInputElement | null>;
  onDone: () => void;
  onNewFolder: () => void;
}) {
  const [typed, setTyped] = useState('');
  const { groups, isBusy, problem } = usePaletteGroups(typed, onNewFolder);
  const count = groups.reduce((sum, { items }) => sum + items.length, 0);
  return (
    <Autocomplete.Root
      inline
      open
      items={groups}
      filter={null}
      value={typed}
      onValueChange={(text, { reason }) => {
        // Choosing an entry would write its title here.
        if (reason !== 'item-press') setTyped(text);
      }}
      itemToStringValue={(found: Found) => found.title}
      autoHighlight="always"
      keepHighlight
    >
      <div className="flex items-center gap-3 border-b border-border px-4">
        <Search aria-hidden="true" className="size-4 shrink-0 text-muted" />
        <Autocomplete.Input
          ref={input}
          aria-label="Search or go to"
          placeholder="Images, folders, pages, actions"
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          className="h-12 min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-muted"
        />
        {isBusy ? <span className="text-xs text-muted">Searching…</span> : null}
      </div>
      <Autocomplete.Status className="sr-only">
        {problem ?? (isBusy ? 'Searching' : count === 1 ? '1 result' : `${count} results`)}
      </Autocomplete.Status>
      {problem === undefined ? null : (
        <p className="border-b border-border px-4 py-2 text-danger">{problem}</p>
      )}
      <Autocomplete.List className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-2 scroll-py-2">
        {(group: Group) => (
          <Autocomplete.Group key={group.label} items={group.items} className="mb-2 last:mb-0">
            <Autocomplete.GroupLabel className="px-2 pt-1 pb-1 text-xs text-muted">
              {group.label}
            </Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(found: Found) => <PaletteRow key={found.id} found={found} onDone={onDone} />}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
      <p className="hidden items-center gap-4 border-t border-border px-4 py-2 text-xs text-muted sm:flex">
        <span className="flex items-center gap-1.5">
          <Kbd keys="↑ ↓" /> choose
        </span>
        <span className="flex items-center gap-1.5">
          <Kbd keys="Enter" /> open
        </span>
        <span className="flex items-center gap-1.5">
          <Kbd keys="Esc" /> close
        </span>
      </p>
    </Autocomplete.Root>
  );
}
