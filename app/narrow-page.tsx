import type { ReactNode } from 'react';
import { WordMark } from './word-mark.tsx';

/** A page with one form on it. */
export function NarrowPage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-[25rem] flex-col justify-center px-5 py-12">
      <a href="/" className="mb-10 self-start rounded-control">
        <WordMark className="h-7 w-auto" />
      </a>
      <h1 className="mb-6 text-2xl font-semibold tracking-tight">{title}</h1>
      {children}
    </main>
  );
}
