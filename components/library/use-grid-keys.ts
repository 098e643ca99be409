'use client';

import { type KeyboardEvent, useRef } from 'react';
import type { BrowsedImage } from '../client/browsed.ts';
import type { Selection, SelectionAction } from '../client/selection.ts';
import { type Layout, placeAfterKey } from './grid-layout.ts';
import type { Images } from './use-images.ts';

/** What can be done in the grid. */
export type GridActs = {
  select: (action: SelectionAction) => void;
  /** Selects from the anchor to a place, loading what is between. */
  selectTo: (place: number, anchor: number | undefined) => void;
  selectLoaded: () => void;
  open: (image: BrowsedImage) => void;
  preview: (place: number) => void;
  /** What a key of its own does with an image, or the selection that it belongs to: Delete, m, t, e, F2. */
  act: (key: string, image: BrowsedImage | undefined) => boolean;
  drag: (image: BrowsedImage, transfer: DataTransfer) => void;
};

export type GridContext = {
  images: Images;
  total: number;
  layout: Layout;
  selection: Selection;
  acts: GridActs;
  active: number;
  goTo: (place: number, focus: boolean) => void;
  listing: string;
  rowsInView: number;
};

/** The keys of a grid: moving, selecting, and what is done with images. */
export function useGridKeys({
  images,
  total,
  layout,
  selection,
  acts,
  active,
  goTo,
  rowsInView,
}: GridContext): (event: KeyboardEvent) => void {
  /** Where the last range ended: the next one goes on from the same anchor only if nothing has moved since. */
  const rangeEnd = useRef<number>(undefined);

  const selectionKey = (event: KeyboardEvent): boolean => {
    const control = event.ctrlKey || event.metaKey;
    const image = images.at(active);
    if (control && event.key.toLowerCase() === 'a') acts.selectLoaded();
    else if (event.key === 'Escape') {
      if (!selection.all && selection.ids.size === 0) return false;
      acts.select({ type: 'none' });
    } else if (control && event.key === ' ') {
      if (image) acts.select({ type: 'toggle', id: image.id, at: active });
      rangeEnd.current = active;
    } else if (event.key === ' ') {
      if (event.shiftKey) acts.selectTo(active, selection.anchor);
      else acts.preview(active);
    } else if (event.key === 'Enter') {
      if (image) acts.open(image);
    } else if (control || event.altKey) return false;
    else return acts.act(event.key, image);
    return true;
  };

  return (event) => {
    // Buttons and links inside have keys of their own.
    if (event.target instanceof HTMLElement && event.target.closest('button')) return;
    const next = placeAfterKey(event.key, event.ctrlKey || event.metaKey, active, total, layout, rowsInView);
    if (next === undefined) {
      if (selectionKey(event)) event.preventDefault();
      return;
    }
    event.preventDefault();
    if (event.shiftKey) {
      const goesOn = rangeEnd.current === active && selection.anchor !== undefined;
      acts.selectTo(next, goesOn ? selection.anchor : active);
      rangeEnd.current = next;
    }
    goTo(next, true);
  };
}
