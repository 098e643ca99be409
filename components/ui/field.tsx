'use client';

import { Field as Base } from '@base-ui/react/field';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './class-names.ts';

/** The look of boxes that text is typed into. */
export const BOX =
  'h-9 w-full min-w-0 rounded-control border border-control bg-surface px-2.5 text-sm text-text placeholder:text-muted disabled:cursor-not-allowed disabled:opacity-60 aria-invalid:border-danger data-invalid:border-danger pointer-coarse:h-11 pointer-coarse:text-base';

/** A label, a control, a hint and what is wrong with it, tied together for screen readers. */
export function Field({
  label,
  hint,
  error,
  className,
  children,
}: {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  className?: string | undefined;
  children: ReactNode;
}) {
  return (
    <Base.Root invalid={error !== undefined} className={cn('flex min-w-0 flex-col gap-1.5', className)}>
      <Base.Label className="text-[13px] font-medium">{label}</Base.Label>
      {children}
      {error === undefined ? null : (
        <Base.Error match className="text-[13px] text-danger">
          {error}
        </Base.Error>
      )}
      {hint === undefined ? null : (
        <Base.Description className="text-[13px] text-muted">{hint}</Base.Description>
      )}
    </Base.Root>
  );
}

type InputProps = Omit<ComponentProps<typeof Base.Control>, 'className'> & {
  className?: string | undefined;
};

/** One line of text. Inside a Field it takes its label, hint and error from there; elsewhere give it aria-label. */
export function Input({ className, ...others }: InputProps) {
  return <Base.Control {...others} className={cn(BOX, className)} />;
}

/** Several lines of text. */
export function TextArea({ className, ...others }: ComponentProps<'textarea'>) {
  return (
    <Base.Control render={<textarea {...others} className={cn(BOX, 'h-auto min-h-20 py-2', className)} />} />
  );
}
