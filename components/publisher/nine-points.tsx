'use client';

import { type PointerEvent, useId } from 'react';
import type { OverlayPosition } from '#lib/transform/values.ts';
import { cn } from '../ui/class-names.ts';

const NINE: ReadonlyArray<readonly [point: OverlayPosition, name: string]> = [
  ['nw', 'Top left'],
  ['n', 'Top'],
  ['ne', 'Top right'],
  ['w', 'Left'],
  ['c', 'Centre'],
  ['e', 'Right'],
  ['sw', 'Bottom left'],
  ['s', 'Bottom'],
  ['se', 'Bottom right'],
];

/** The point of a 3 x 3 grid over a box in which something at this place lies. */
function pointAt(event: PointerEvent<HTMLElement>): OverlayPosition {
  const box = event.currentTarget.getBoundingClientRect();
  const cell = (at: number, start: number, side: number) =>
    Math.min(2, Math.max(0, Math.floor(((at - start) / side) * 3)));
  const column = cell(event.clientX, box.left, box.width);
  const row = cell(event.clientY, box.top, box.height);
  return NINE[row * 3 + column]?.[0] ?? 'c';
}

/**
 * Nine points of which one holds: a radio group, so that arrow keys move it too. With `large` it covers a picture, and
 * what is dragged over it snaps to the nearest point.
 */
export function NinePoints({
  label,
  value,
  onChange,
  disabled = false,
  large = false,
}: {
  label: string;
  value: OverlayPosition | undefined;
  onChange: (point: OverlayPosition) => void;
  disabled?: boolean;
  large?: boolean;
}) {
  const name = useId();
  const drag = (event: PointerEvent<HTMLElement>) => {
    if (disabled || (event.type === 'pointermove' && event.buttons === 0)) return;
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    const point = pointAt(event);
    if (point !== value) onChange(point);
  };
  return (
    <fieldset
      disabled={disabled}
      onPointerDown={drag}
      onPointerMove={drag}
      className={cn(
        'grid touch-none grid-cols-3',
        large
          ? 'absolute inset-0'
          : 'size-24 overflow-hidden rounded-control border border-control pointer-coarse:size-33',
      )}
    >
      <legend className="sr-only">{label}</legend>
      {NINE.map(([point, title]) => (
        <label
          key={point}
          title={title}
          className={cn(
            'relative flex cursor-pointer items-center justify-center has-focus-visible:outline-2 has-focus-visible:outline-offset-[-2px] has-focus-visible:outline-accent',
            large
              ? 'border border-dashed border-white/60 has-checked:bg-black/25'
              : 'has-checked:bg-soft hover:bg-hover',
          )}
        >
          <input
            type="radio"
            name={name}
            aria-label={title}
            checked={value === point}
            onChange={() => onChange(point)}
            className="absolute inset-0 m-0 cursor-pointer opacity-0"
          />
          <span
            aria-hidden="true"
            className={cn('size-2 rounded-full', value === point ? 'size-3 bg-accent' : 'bg-control')}
          />
        </label>
      ))}
    </fieldset>
  );
}
