'use client';

import { type DragEvent, type MouseEvent, type PointerEvent, type TouchEvent, useRef } from 'react';
import type { GridContext } from './use-grid-keys.ts';

/** Milliseconds that a finger stays to select. */
const LONG_PRESS = 450;
/** Pixels that a finger may shake meanwhile. */
const SHAKE = 10;

/** The place that an event is about, by the attribute of tiles and lines. */
export function placeOf(target: EventTarget | null): number | undefined {
  const tile = target instanceof Element ? target.closest<HTMLElement>('[data-place]') : null;
  return tile ? Number(tile.dataset.place) : undefined;
}

/** Clicks, touches and drags in a grid. Handlers for its element. */
export function useGridPointer({ images, selection, acts, active, goTo }: GridContext) {
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number }>(undefined);
  const touched = useRef(false);
  const wasLongPress = useRef(false);
  const choosing = selection.all || selection.ids.size > 0;

  const endPress = () => {
    clearTimeout(press.current?.timer);
    press.current = undefined;
  };
  const toggle = (place: number) => {
    const image = images.at(place);
    if (image) acts.select({ type: 'toggle', id: image.id, at: place });
    goTo(place, false);
  };

  return {
    onPointerDown: (event: PointerEvent) => {
      const place = placeOf(event.target);
      touched.current = event.pointerType === 'touch';
      wasLongPress.current = false;
      const tile = (event.target as Element).closest<HTMLElement>('[data-place]');
      // A finger that stays selects; only a mouse drags.
      if (tile) tile.draggable = !touched.current;
      if (!touched.current || place === undefined) return;
      press.current = {
        x: event.clientX,
        y: event.clientY,
        timer: setTimeout(() => {
          wasLongPress.current = true;
          navigator.vibrate?.(10);
          toggle(place);
        }, LONG_PRESS),
      };
    },
    onPointerMove: (event: PointerEvent) => {
      const start = press.current;
      if (start && Math.hypot(event.clientX - start.x, event.clientY - start.y) > SHAKE) endPress();
    },
    onPointerUp: endPress,
    onPointerCancel: endPress,
    // The menu on a long press would be in the way of selecting; it is in the bar of what is selected too.
    onTouchStart: (event: TouchEvent) => event.stopPropagation(),
    onContextMenuCapture: (event: MouseEvent) => {
      if (!touched.current) return;
      event.preventDefault();
      event.stopPropagation();
    },
    onClick: (event: MouseEvent) => {
      const place = placeOf(event.target);
      if (place === undefined) return;
      const image = images.at(place);
      const link = (event.target as Element).closest('a');
      if (wasLongPress.current) {
        wasLongPress.current = false;
        event.preventDefault();
        return;
      }
      const extended = event.shiftKey || event.ctrlKey || event.metaKey;
      const onTick = (event.target as Element).closest('[data-tick]') !== null;
      if (link && !extended && !(touched.current && choosing)) return;
      event.preventDefault();
      if (!image) return;
      if (event.shiftKey) {
        acts.selectTo(place, selection.anchor ?? active);
        goTo(place, true);
      } else if (event.ctrlKey || event.metaKey || onTick || (touched.current && choosing)) {
        acts.select({ type: 'toggle', id: image.id, at: place });
        goTo(place, true);
      } else if (touched.current) acts.open(image);
      else {
        acts.select({ type: 'only', id: image.id, at: place });
        goTo(place, true);
      }
    },
    onDoubleClick: (event: MouseEvent) => {
      const place = placeOf(event.target);
      const image = place === undefined ? undefined : images.at(place);
      const onTick = (event.target as Element).closest('[data-tick]') !== null;
      if (image && !touched.current && !onTick && !event.shiftKey && !event.ctrlKey && !event.metaKey) {
        acts.open(image);
      }
    },
    onDragStart: (event: DragEvent) => {
      const place = placeOf(event.target);
      const image = place === undefined ? undefined : images.at(place);
      if (image) acts.drag(image, event.dataTransfer);
      else event.preventDefault();
    },
  };
}
