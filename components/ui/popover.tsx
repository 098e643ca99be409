'use client';

import { Popover as Base } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';
import { cn } from './class-names.ts';

/** A small panel beside the button that opens it. */
export function Popover({
  trigger,
  title,
  align = 'start',
  className,
  open,
  onOpenChange,
  children,
}: {
  trigger: ReactElement;
  /** Its name for screen readers. */
  title: string;
  align?: 'start' | 'center' | 'end';
  className?: string;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  children: ReactNode;
}) {
  return (
    <Base.Root {...(open === undefined ? {} : { open })} {...(onOpenChange ? { onOpenChange } : {})}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} align={align} className="z-50 outline-none">
          <Base.Popup
            aria-label={title}
            className={cn(
              'max-h-(--available-height) w-80 max-w-[calc(100vw-2rem)] overflow-y-auto rounded-card border border-border bg-surface p-4 text-sm text-text shadow-float outline-none',
              className,
            )}
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
