'use client';

import { useEffect, useRef, useState } from 'react';
import { type DropTarget, dropTargetOf } from './drop-target.ts';
import { droppedFiles, holdsFiles } from './picked-files.ts';
import type { PickedFile } from './uploads.ts';

/** What the person sees while files are over the page. */
export type Hovered = { target: DropTarget | undefined };

/**
 * Takes files that are dropped anywhere on the page. Parts of a page that take drops themselves call preventDefault.
 * Returns what is hovered over while files are dragged.
 */
export function useDropped(
  take: (files: PickedFile[], target: DropTarget | undefined) => void,
): Hovered | undefined {
  const [hovered, setHovered] = useState<Hovered>();
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (event.defaultPrevented || !holdsFiles(event.dataTransfer)) return;
      // Without it the browser would open the file in place of the page.
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      const target = dropTargetOf(event.target);
      setHovered((before) => (before && before.target?.element === target?.element ? before : { target }));
    };
    const left = (event: DragEvent) => {
      if (event.relatedTarget === null) setHovered(undefined);
    };
    const drop = (event: DragEvent) => {
      setHovered(undefined);
      if (event.defaultPrevented || !holdsFiles(event.dataTransfer)) return;
      event.preventDefault();
      const target = dropTargetOf(event.target);
      void droppedFiles(event.dataTransfer).then((files) => latest.current(files, target));
    };
    document.addEventListener('dragover', over);
    document.addEventListener('dragleave', left);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('dragover', over);
      document.removeEventListener('dragleave', left);
      document.removeEventListener('drop', drop);
    };
  }, []);
  return hovered;
}
