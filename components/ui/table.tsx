import type { ComponentProps, ReactNode } from 'react';
import { cn } from './class-names.ts';

/** A table in a frame that scrolls sideways by itself where the window is too narrow. */
export function Table({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section
      // Whatever scrolls must be reachable by keyboard. Relative, so that words for screen readers only scroll along.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label={label}
      className="relative overflow-x-auto rounded-card border border-border bg-surface"
    >
      <table className="w-full border-collapse text-left text-sm">{children}</table>
    </section>
  );
}

export function HeadCell({ className, ...others }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      {...others}
      className={cn(
        'h-9 border-b border-border px-3 text-[13px] font-medium whitespace-nowrap text-muted',
        className,
      )}
    />
  );
}

export function Row({ className, ...others }: ComponentProps<'tr'>) {
  return (
    <tr {...others} className={cn('border-b border-border last:border-b-0 hover:bg-hover/60', className)} />
  );
}

export function Cell({ className, ...others }: ComponentProps<'td'>) {
  return <td {...others} className={cn('h-11 px-3 py-1.5 align-middle', className)} />;
}
