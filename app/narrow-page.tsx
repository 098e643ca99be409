import type { ReactNode } from 'react';
import { Logo } from './logo.tsx';

/** A page with one form on it. */
export function NarrowPage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col items-center justify-center px-4 py-10 text-sm">
      <main className="w-full max-w-[25rem]">
        <a href="/" aria-label="First page" className="mb-6 inline-block rounded-control">
          <Logo className="h-7 w-auto" />
        </a>
        <div className="rounded-card border border-border bg-surface p-6 sm:p-8">
          <h1 className="mb-5 text-xl font-semibold tracking-tight">{title}</h1>
          {children}
        </div>
      </main>
    </div>
  );
}
