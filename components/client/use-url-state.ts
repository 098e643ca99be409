'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

/**
 * Values of the address's query, and a way to change some of them without loading the page anew: undefined and ""
 * remove a value. `push` makes a step for the Back button.
 */
export function useUrlState() {
  const values = useSearchParams();
  const path = usePathname();
  const change = useCallback(
    (changed: Readonly<Record<string, string | undefined>>, how: 'replace' | 'push' = 'replace') => {
      const next = new URLSearchParams(location.search);
      for (const [name, value] of Object.entries(changed)) {
        if (value === undefined || value === '') next.delete(name);
        else next.set(name, value);
      }
      const query = next.toString().replaceAll('%2F', '/');
      const address = query === '' ? path : `${path}?${query}`;
      if (how === 'push') history.pushState(null, '', address);
      else history.replaceState(null, '', address);
    },
    [path],
  );
  return { values, change };
}
