'use client';

import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ApiFailure } from './api.ts';

/** Refusals stay refusals; only what may have been bad luck is tried again. */
function isWorthRetrying(count: number, error: Error): boolean {
  if (error instanceof ApiFailure && error.status !== 0 && error.status < 500) return false;
  return count < 2;
}

/**
 * Gives a part of the page the shared store of answers of the API, and keeps controls from writing style elements, which
 * the Content-Security-Policy forbids.
 */
export function ClientState({ children }: { children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: { retry: isWorthRetrying, staleTime: 5_000, refetchOnWindowFocus: true },
          mutations: { retry: false },
        },
      }),
  );
  return (
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </CSPProvider>
  );
}
