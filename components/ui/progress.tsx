'use client';

import { Progress as Base } from '@base-ui/react/progress';
import { cn } from './class-names.ts';

/** How far something is, 0..1; undefined while nobody knows. */
export function Progress({
  value,
  label,
  className,
}: {
  value: number | undefined;
  label: string;
  className?: string;
}) {
  return (
    <Base.Root
      value={value === undefined ? null : Math.round(value * 100)}
      aria-label={label}
      className={cn('block w-full', className)}
    >
      <Base.Track className="h-1.5 overflow-hidden rounded-full bg-border">
        <Base.Indicator className="h-full rounded-full bg-accent transition-[width] duration-150 data-indeterminate:w-1/3 data-indeterminate:animate-pulse" />
      </Base.Track>
    </Base.Root>
  );
}
