'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { buttonClasses } from './button.tsx';
import { cn } from './class-names.ts';

const WIDTHS = { small: 'max-w-md', medium: 'max-w-xl', large: 'max-w-3xl', full: 'max-w-[92rem]' } as const;

/** A dialog that is open or not as its owner says. Esc, the cross and a click beside it ask to close. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  width = 'small',
  initialFocus,
  finalFocus,
  footer,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  width?: keyof typeof WIDTHS;
  initialFocus?: RefObject<HTMLElement | null> | undefined;
  /** What takes the focus afterwards, when not what had it before. */
  finalFocus?: (() => HTMLElement | null) | undefined;
  /** Buttons; the last one is the one that goes on. */
  footer?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-black/50 transition-opacity duration-120 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          {...(initialFocus ? { initialFocus } : {})}
          {...(finalFocus ? { finalFocus } : {})}
          className={cn(
            'fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-card border border-border bg-surface text-sm text-text shadow-float transition-opacity duration-120 data-ending-style:opacity-0 data-starting-style:opacity-0',
            WIDTHS[width],
          )}
        >
          <div className="flex items-start justify-between gap-4 px-5 pt-4 pb-3">
            <div className="min-w-0">
              <Base.Title className="text-base font-semibold break-words">{title}</Base.Title>
              {description === undefined ? null : (
                <Base.Description className="mt-1 text-muted break-words">{description}</Base.Description>
              )}
            </div>
            <Base.Close
              aria-label="Close"
              className={buttonClasses({ look: 'quiet', size: 'small' }, '-mr-2 w-8 px-0')}
            >
              <X aria-hidden="true" />
            </Base.Close>
          </div>
          {children === undefined ? null : (
            <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-4">{children}</div>
          )}
          {footer === undefined ? null : (
            <div className="flex flex-wrap justify-end gap-2 border-t border-border px-5 py-3">{footer}</div>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
