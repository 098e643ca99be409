import type { ReactNode } from 'react';
import { WordMark } from './word-mark.tsx';

/** A page that only tells something, outside of the frame: nobody may be signed in. */
export function MessagePage({
  title,
  actions,
  children,
}: {
  title: string;
  actions: ReactNode;
  children: ReactNode;
}) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center gap-4 px-6 py-16">
      <a href="/" className="mb-6 self-start rounded-control">
        <WordMark className="h-7 w-auto" />
      </a>
      <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
      <div className="text-muted">{children}</div>
      <p className="mt-2 flex flex-wrap gap-2">{actions}</p>
    </main>
  );
}
