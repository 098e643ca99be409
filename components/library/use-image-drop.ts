'use client';

import { type DragEvent, useRef } from 'react';
import { LEVEL } from '../client/rights.ts';
import type { Target } from './target.ts';

/** Marks drags of images of this page; files from elsewhere are for the uploads. */
const KIND = 'application/x-emulsion-images';

function folderElement(event: DragEvent): HTMLElement | undefined {
  if (!event.dataTransfer.types.includes(KIND) || !(event.target instanceof Element)) return undefined;
  const element = event.target.closest<HTMLElement>('[data-folder]');
  return element && Number(element.dataset.access) >= LEVEL.upload ? element : undefined;
}

/**
 * Images that are dragged onto folders: whatever has `data-folder` and enough rights in `data-access` takes them.
 * Handlers for an element around grid and folders, and a way to start a drag.
 */
export function useImageDrop(onDrop: (target: Target, folder: string) => void) {
  const dragged = useRef<Target>(undefined);
  const marked = useRef<HTMLElement>(undefined);
  const mark = (element: HTMLElement | undefined) => {
    if (marked.current === element) return;
    if (marked.current) delete marked.current.dataset.drop;
    if (element) element.dataset.drop = '';
    marked.current = element;
  };
  return {
    startDrag: (target: Target, transfer: DataTransfer) => {
      dragged.current = target;
      transfer.effectAllowed = 'move';
      transfer.setData(KIND, target.name);
      const label = document.createElement('div');
      label.textContent = target.name;
      label.className =
        'fixed -top-20 left-0 rounded-control bg-accent px-3 py-1.5 text-sm font-medium text-on-accent';
      document.body.append(label);
      transfer.setDragImage(label, -12, -8);
      // The browser has taken its picture when this turn is over.
      setTimeout(() => label.remove());
    },
    handlers: {
      onDragOver: (event: DragEvent) => {
        const element = folderElement(event);
        mark(element);
        if (!element) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'move';
      },
      onDragLeave: (event: DragEvent) => {
        const to = event.relatedTarget;
        if (!(to instanceof Node) || !event.currentTarget.contains(to)) mark(undefined);
      },
      onDragEnd: () => {
        mark(undefined);
        dragged.current = undefined;
      },
      onDrop: (event: DragEvent) => {
        const folder = folderElement(event)?.dataset.folder;
        mark(undefined);
        if (folder === undefined || !dragged.current) return;
        event.preventDefault();
        onDrop(dragged.current, folder);
      },
    },
  };
}
