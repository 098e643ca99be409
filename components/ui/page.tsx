import type { ReactNode } from 'react';
import { cn } from './class-names.ts';

/** The frame of a page of text, forms or tables. */
export function Page({
  title,
  intro,
  actions,
  wide = false,
  children,
}: {
  title: ReactNode;
  intro?: ReactNode;
  /** Buttons at the right of the title. */
  actions?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={cn('mx-auto w-full px-4 py-6 sm:px-6', wide ? 'max-w-[100rem]' : 'max-w-5xl')}>
      <header className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h1 className="text-xl font-semibold tracking-tight break-words">{title}</h1>
          {intro === undefined ? null : <div className="mt-1 max-w-2xl text-muted">{intro}</div>}
        </div>
        {actions === undefined ? null : <div className="flex flex-wrap gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** A bordered part of a page with a heading. */
export function Section({
  title,
  intro,
  actions,
  children,
}: {
  title: string;
  intro?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="mb-6 rounded-card border border-border bg-surface">
      <header className="flex flex-wrap items-start justify-between gap-3 border-b border-border px-4 py-3">
        <div className="min-w-0 flex-1 basis-60">
          <h2 className="text-sm font-semibold">{title}</h2>
          {intro === undefined ? null : <div className="mt-0.5 text-[13px] text-muted">{intro}</div>}
        </div>
        {actions}
      </header>
      <div className="p-4">{children}</div>
    </section>
  );
}
