'use client';

import { useRouter } from 'next/navigation';
import { useRef } from 'react';
import { formatCount } from '#lib/format/numbers.ts';
import { failureText } from '../client/api.ts';
import type { BrowsedImage } from '../client/browsed.ts';
import { detailsPage } from '../client/places.ts';
import { LEVEL, missingLevel } from '../client/rights.ts';
import { isSelected, type Selection, type SelectionAction } from '../client/selection.ts';
import { useToast } from '../ui/toast.tsx';
import { type Target, targetOfImage } from './target.ts';
import type { GridActs } from './use-grid-keys.ts';
import type { ImageActions } from './use-image-actions.tsx';
import type { Images } from './use-images.ts';

/** Images that can be selected by their ids; more only as everything that a listing has. */
const MOST_SELECTED = 10_000;

type Parts = {
  images: Images;
  /** Query of the list, complete. */
  listing: string;
  selection: Selection;
  select: (action: SelectionAction) => void;
  /** What is selected, as a target. */
  target: Target | undefined;
  actions: ImageActions;
  onPreview: (place: number) => void;
  startDrag: (target: Target, transfer: DataTransfer) => void;
};

/** What the grid does on keys, clicks and drags. */
export function useLibraryActs(parts: Parts): GridActs {
  const { images, listing, selection, select, target, actions, onPreview, startDrag } = parts;
  const router = useRouter();
  const toast = useToast();
  /** Counts ranges: one that had to be loaded counts only if none was drawn after it. */
  const ranges = useRef(0);

  const selectTo = async (place: number, anchor: number | undefined) => {
    ranges.current += 1;
    const mine = ranges.current;
    const start = anchor ?? place;
    if (selection.anchor !== start) select({ type: 'anchor', at: start });
    const [first, last] = [Math.min(start, place), Math.max(start, place)];
    if (last - first >= MOST_SELECTED) {
      toast.failed({
        text: `A range can have at most ${formatCount(MOST_SELECTED)} images`,
        detail: 'Press Ctrl+A and choose “Select all” for everything in this list.',
      });
      return;
    }
    const known = Array.from({ length: last - first + 1 }, (_, index) => images.at(first + index));
    try {
      const all = known.every((image) => image !== undefined) ? known : await images.load(first, last);
      if (ranges.current === mine) select({ type: 'range', ids: all.map(({ id }) => id) });
    } catch (error) {
      toast.failed({ text: failureText(error) });
    }
  };

  const selectLoaded = () => {
    const ids = images.loaded().map(({ id }) => id);
    if (ids.length > MOST_SELECTED) select({ type: 'all' });
    else select({ type: 'add', ids });
  };

  const act = (key: string, image: BrowsedImage | undefined): boolean => {
    const wanted = target ?? (image && targetOfImage(image));
    const kinds: Record<string, readonly [level: number, run: (chosen: Target) => void]> = {
      Delete: [LEVEL.delete, (chosen) => void actions.remove(chosen)],
      m: [LEVEL.delete, (chosen) => actions.ask({ kind: 'move', target: chosen })],
      b: [LEVEL.view, (chosen) => actions.collect(chosen)],
      t: [LEVEL.edit, (chosen) => actions.ask({ kind: 'tag', target: chosen })],
      e: [LEVEL.edit, (chosen) => actions.ask({ kind: 'edit', target: chosen })],
      F2: [LEVEL.upload, (chosen) => chosen.count === 1 && actions.ask({ kind: 'rename', target: chosen })],
    };
    const found = kinds[key.length === 1 ? key.toLowerCase() : key];
    if (!found || !wanted) return false;
    const [level, run] = found;
    const missing = missingLevel(wanted.access, level, wanted.folder);
    if (missing === undefined) run(wanted);
    else toast.failed({ text: missing });
    return true;
  };

  return {
    select,
    selectTo: (place, anchor) => void selectTo(place, anchor),
    selectLoaded,
    open: (image) => router.push(detailsPage(image.src, listing)),
    preview: onPreview,
    act,
    drag: (image, transfer) => {
      if (target && isSelected(selection, image.id)) return startDrag(target, transfer);
      startDrag(targetOfImage(image), transfer);
    },
  };
}
