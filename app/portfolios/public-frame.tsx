import type { ReactNode } from 'react';
import { ClientState } from '../../components/client/client-state.tsx';
import { Logo } from '../logo.tsx';

/** The frame of pages that visitors see who need not be signed in. */
export function PublicFrame({ corner, children }: { corner?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col text-sm">
      <header className="border-b border-border bg-surface">
        <div className="flex h-12 items-center justify-between gap-4 px-4">
          <a href="/" aria-label="First page" className="rounded-control">
            <Logo className="h-5 w-auto" />
          </a>
          {corner}
        </div>
      </header>
      <main className="mx-auto w-full max-w-[100rem] flex-1 px-4 py-6 sm:px-6">
        <ClientState>{children}</ClientState>
      </main>
    </div>
  );
}
