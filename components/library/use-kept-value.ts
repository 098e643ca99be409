'use client';

import { useCallback, useSyncExternalStore } from 'react';

const changed = new EventTarget();

/** A text that this browser remembers; null without one, and while the server makes the page. */
export function useKeptValue(key: string): [string | null, (value: string | null) => void] {
  const subscribe = useCallback(
    (listener: () => void) => {
      changed.addEventListener(key, listener);
      return () => changed.removeEventListener(key, listener);
    },
    [key],
  );
  const value = useSyncExternalStore(
    subscribe,
    () => localStorage.getItem(key),
    () => null,
  );
  const keep = useCallback(
    (next: string | null) => {
      if (next === null) localStorage.removeItem(key);
      else localStorage.setItem(key, next);
      changed.dispatchEvent(new Event(key));
    },
    [key],
  );
  return [value, keep];
}
