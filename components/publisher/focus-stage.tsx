'use client';

import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { LiveText } from '../ui/states.tsx';

const STEP = 0.01;

const round = (value: number) => Number(Math.min(1, Math.max(0, value)).toFixed(5));

/** The point of a picture that stays in sight when it is cut: by click or drag, and by arrow keys. */
export function FocusStage({
  url,
  x,
  y,
  onChange,
}: {
  url: string;
  /** Fractions of the picture. */
  x: number;
  y: number;
  onChange: (x: number, y: number) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const put = (event: PointerEvent<HTMLElement>) => {
    if (event.type === 'pointermove' && event.buttons === 0) return;
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    onChange(round((event.clientX - left) / width), round((event.clientY - top) / height));
  };
  const onKey = (event: KeyboardEvent) => {
    const step = event.shiftKey ? STEP * 10 : STEP;
    const by = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[
      event.key
    ];
    if (!by) return;
    event.preventDefault();
    onChange(round(x + (by[0] ?? 0)), round(y + (by[1] ?? 0)));
  };
  return (
    <div ref={box} className="relative touch-none select-none" onPointerDown={put} onPointerMove={put}>
      <img
        src={url}
        alt="All of it, to choose a point on"
        draggable={false}
        className="block max-h-[56dvh] max-w-full"
      />
      <button
        type="button"
        aria-label={`Focal point, ${Math.round(x * 100)} % across, ${Math.round(y * 100)} % down. Arrow keys move it.`}
        onKeyDown={onKey}
        className="absolute flex size-11 -translate-1/2 cursor-move items-center justify-center rounded-full"
        style={{ left: `${x * 100}%`, top: `${y * 100}%` }}
      >
        <span className="flex size-7 items-center justify-center rounded-full border-2 border-white bg-black/40">
          <span className="size-2 rounded-full bg-white" />
        </span>
      </button>
      <LiveText>{`${Math.round(x * 100)} % across, ${Math.round(y * 100)} % down`}</LiveText>
    </div>
  );
}
