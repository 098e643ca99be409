'use client';

import { Slider as Base } from '@base-ui/react/slider';
import { cn } from './class-names.ts';

/** A number within bounds, by mouse, touch and arrow keys. */
export function Slider({
  value,
  onChange,
  min,
  max,
  step = 1,
  label,
  disabled = false,
  className,
}: {
  value: number;
  onChange: (value: number) => void;
  min: number;
  max: number;
  step?: number;
  label: string;
  disabled?: boolean;
  className?: string;
}) {
  return (
    <Base.Root
      value={value}
      onValueChange={(next) => onChange(Array.isArray(next) ? (next[0] ?? min) : next)}
      min={min}
      max={max}
      step={step}
      disabled={disabled}
      className={cn('w-full', className)}
    >
      <Base.Control className="flex h-6 w-full touch-none items-center">
        <Base.Track className="h-1 w-full rounded-full bg-control">
          <Base.Indicator className="rounded-full bg-accent" />
          <Base.Thumb
            aria-label={label}
            className="size-4 rounded-full border-2 border-accent bg-surface has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          />
        </Base.Track>
      </Base.Control>
    </Base.Root>
  );
}
