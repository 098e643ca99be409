'use client';

import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import {
  type CropEdges,
  type CropHandle,
  moveHandle,
  pixelsOf,
  snapEdges,
  WHOLE,
} from '#lib/publisher/crop.ts';
import type { Size } from '#lib/transform/values.ts';
import { cn } from '../ui/class-names.ts';
import { LiveText } from '../ui/states.tsx';

const HANDLES: ReadonlyArray<readonly [handle: CropHandle, name: string, place: string]> = [
  ['nw', 'Top left corner', 'left-0 top-0 cursor-nwse-resize'],
  ['n', 'Top edge', 'left-1/2 top-0 cursor-ns-resize'],
  ['ne', 'Top right corner', 'left-full top-0 cursor-nesw-resize'],
  ['e', 'Right edge', 'left-full top-1/2 cursor-ew-resize'],
  ['se', 'Bottom right corner', 'left-full top-full cursor-nwse-resize'],
  ['s', 'Bottom edge', 'left-1/2 top-full cursor-ns-resize'],
  ['sw', 'Bottom left corner', 'left-0 top-full cursor-nesw-resize'],
  ['w', 'Left edge', 'left-0 top-1/2 cursor-ew-resize'],
];

const ARROWS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Movements up to this are clicks, pixels of the screen. */
const STILL = 4;

type Drag = { handle: CropHandle; start: CropEdges; x: number; y: number; isNew: boolean };

/**
 * A crop frame on a picture, by mouse, touch and keyboard. Dragging inside moves it, dragging outside draws another
 * one. Arrow keys move a focused handle, or all of it, by one pixel of the original; with Shift by ten.
 */
export function CropStage({
  url,
  frame,
  edges,
  aspect,
  onChange,
}: {
  url: string;
  /** Pixels of the picture that the edges are fractions of. */
  frame: Size;
  edges: CropEdges;
  aspect: number | undefined;
  onChange: (edges: CropEdges) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const drag = useRef<Drag>(undefined);
  const [draft, setDraft] = useState<CropEdges>();
  const shown = draft ?? edges;
  const pixels = pixelsOf(shown, frame);
  const text = `${pixels.right - pixels.left} × ${pixels.bottom - pixels.top} pixels at ${pixels.left}, ${pixels.top}`;

  const place = {
    left: `${shown.left * 100}%`,
    top: `${shown.top * 100}%`,
    width: `${(shown.right - shown.left) * 100}%`,
    height: `${(shown.bottom - shown.top) * 100}%`,
  };

  const placeOf = (event: PointerEvent) => {
    const { left, top, width, height } = box.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1);
    return { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
  };
  const begin = (event: PointerEvent<HTMLElement>, handle: CropHandle | undefined) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    box.current?.setPointerCapture(event.pointerId);
    const at = placeOf(event);
    const x = Math.min(1, Math.max(0, at.x));
    const y = Math.min(1, Math.max(0, at.y));
    drag.current = {
      handle: handle ?? 'se',
      start: handle ? shown : { left: x, right: x, top: y, bottom: y },
      ...at,
      isNew: handle === undefined,
    };
  };
  const move = (event: PointerEvent<HTMLElement>) => {
    const now = drag.current;
    if (!now) return;
    const at = placeOf(event);
    const by = { x: at.x - now.x, y: at.y - now.y };
    if (now.isNew) {
      const width = box.current?.clientWidth ?? 1;
      const height = box.current?.clientHeight ?? 1;
      if (!draft && Math.hypot(by.x * width, by.y * height) < STILL) return;
      const handle = `${by.y < 0 ? 'n' : 's'}${by.x < 0 ? 'w' : 'e'}` as CropHandle;
      setDraft(moveHandle(now.start, handle, by, frame, aspect));
      return;
    }
    setDraft(moveHandle(now.start, now.handle, by, frame, aspect));
  };
  const end = () => {
    drag.current = undefined;
    if (draft) onChange(snapEdges(draft, frame));
    setDraft(undefined);
  };
  const onKey = (event: KeyboardEvent, handle: CropHandle) => {
    if (event.key === 'Escape' && drag.current) {
      drag.current = undefined;
      setDraft(undefined);
      return;
    }
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    event.preventDefault();
    const step = event.shiftKey ? 10 : 1;
    const by = { x: (arrow[0] * step) / frame.width, y: (arrow[1] * step) / frame.height };
    onChange(snapEdges(moveHandle(edges, handle, by, frame, aspect), frame));
  };

  return (
    <div
      ref={box}
      className="relative max-w-full touch-none select-none"
      // The room is known before the picture is there: what is dragged meanwhile must not change its size.
      style={{ width: `min(${frame.width}px, ${(56 * frame.width) / frame.height}dvh)` }}
      onPointerDown={(event) => begin(event, undefined)}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={() => {
        drag.current = undefined;
        setDraft(undefined);
      }}
    >
      <img
        src={url}
        alt="All of it, to be cropped"
        draggable={false}
        width={frame.width}
        height={frame.height}
        className="block h-auto w-full"
      />
      <div aria-hidden="true" className="pointer-events-none absolute inset-0 overflow-hidden">
        <div className="absolute" style={{ ...place, boxShadow: '0 0 0 9999px rgb(0 0 0 / 60%)' }} />
      </div>
      <div className="absolute outline outline-white/90" style={place}>
        <Thirds />
        <button
          type="button"
          aria-label={`Crop frame, ${text}. Arrow keys move it.`}
          className="absolute inset-0 cursor-move outline-offset-[-3px]"
          onPointerDown={(event) => begin(event, 'move')}
          onKeyDown={(event) => onKey(event, 'move')}
          onDoubleClick={() => onChange(WHOLE)}
        />
        {HANDLES.map(([handle, name, corner]) => (
          <button
            key={handle}
            type="button"
            aria-label={`${name} of the crop frame`}
            className={cn(
              'group absolute flex size-6 -translate-1/2 touch-none items-center justify-center pointer-coarse:size-11',
              corner,
            )}
            onPointerDown={(event) => begin(event, handle)}
            onKeyDown={(event) => onKey(event, handle)}
          >
            <span className="size-3 rounded-full border-2 border-accent bg-white group-hover:scale-125" />
          </button>
        ))}
      </div>
      <p
        aria-hidden="true"
        className="pointer-events-none absolute bottom-1.5 left-1.5 rounded-control bg-black/75 px-2 py-0.5 text-xs text-white tabular-nums"
      >
        {text}
      </p>
      <LiveText>{draft ? '' : text}</LiveText>
    </div>
  );
}

/** Lines at the thirds. */
function Thirds() {
  return (
    <div aria-hidden="true" className="pointer-events-none absolute inset-0">
      {['33.333%', '66.666%'].map((at) => (
        <span key={`x${at}`} className="absolute inset-y-0 w-px bg-white/40" style={{ left: at }} />
      ))}
      {['33.333%', '66.666%'].map((at) => (
        <span key={`y${at}`} className="absolute inset-x-0 h-px bg-white/40" style={{ top: at }} />
      ))}
    </div>
  );
}
