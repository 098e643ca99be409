'use client';

import { type KeyboardEvent, memo, type PointerEvent, useRef } from 'react';
import { countOf, formatCount } from '#lib/format/numbers.ts';
import type { TreeFolder } from '../client/browsed.ts';
import { FolderTree } from '../pickers/folder-tree.tsx';
import { useKeptValue } from './use-kept-value.ts';

const LEAST = 180;
const MOST = 520;
const START = 256;
const STEP = 24;
const KEY = 'emulsion-tree-width';

const within = (width: number): number => Math.min(MOST, Math.max(LEAST, Math.round(width)));

/** The tree of folders beside the images, as wide as the person wants it. */
export const TreePane = memo(function TreePane({
  path,
  onOpen,
}: {
  path: string;
  onOpen: (path: string) => void;
}) {
  const [width, setWidth] = useKeptWidth();
  const start = useRef<{ x: number; width: number }>(undefined);
  const handleKey = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowLeft: width - STEP,
      ArrowRight: width + STEP,
      Home: LEAST,
      End: MOST,
    };
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setWidth(within(next));
  };
  return (
    <aside aria-label="Folders" className="relative hidden shrink-0 md:block" style={{ width }}>
      <div className="absolute inset-0 overflow-auto border-r border-border bg-surface p-2">
        <LibraryTree path={path} onOpen={onOpen} />
      </div>
      {/* A line that is moved by pointer and arrow keys is a control (WAI-ARIA window splitter). */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        role="separator"
        aria-orientation="vertical"
        aria-label="Width of the folder tree"
        aria-valuenow={width}
        aria-valuemin={LEAST}
        aria-valuemax={MOST}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onKeyDown={handleKey}
        onPointerDown={(event: PointerEvent<HTMLDivElement>) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          start.current = { x: event.clientX, width };
        }}
        onPointerMove={(event) => {
          if (start.current) setWidth(within(start.current.width + event.clientX - start.current.x));
        }}
        onPointerUp={() => {
          start.current = undefined;
        }}
        onDoubleClick={() => setWidth(START)}
        className="absolute inset-y-0 -right-1.5 z-10 w-3 cursor-col-resize touch-none after:absolute after:inset-y-0 after:left-1/2 after:w-0.5 after:-translate-x-1/2 hover:after:bg-accent focus-visible:outline-none focus-visible:after:bg-accent"
      />
    </aside>
  );
});

/** The tree with the number of images of each folder. */
export function LibraryTree({ path, onOpen }: { path: string; onOpen: (path: string) => void }) {
  return <FolderTree value={path} onSelect={onOpen} label="Folders" badge={imagesBadge} note={imagesNote} />;
}

function imagesBadge({ images }: TreeFolder) {
  return images === 0 ? undefined : (
    <span className="text-xs font-normal text-muted tabular-nums">{formatCount(images)}</span>
  );
}

const imagesNote = ({ images }: TreeFolder) => (images === 0 ? undefined : countOf(images, 'image'));

/** A width that this browser remembers. */
function useKeptWidth(): [number, (width: number) => void] {
  const [kept, keep] = useKeptValue(KEY);
  const width = Number(kept ?? START);
  return [Number.isFinite(width) ? within(width) : START, (next) => keep(String(next))];
}
