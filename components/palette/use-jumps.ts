'use client';

import { useRouter } from 'next/navigation';
import { useRef } from 'react';
import { useShortcut } from '../client/use-shortcut.ts';

/** Milliseconds in which the second key has to follow. */
const PATIENCE = 1200;

/** Where `g` and a further key lead. */
const JUMPS = {
  l: '/list/',
  u: '/upload/',
  p: '/portfolios/',
  a: '/admin/',
  h: '/help/',
  m: '/account/',
} as const;

/** Leads to pages by two keys after each other, such as `g` and `l` for the library. */
export function useJumps(): void {
  const router = useRouter();
  const since = useRef(Number.NEGATIVE_INFINITY);
  useShortcut('g', (event) => {
    since.current = event.timeStamp;
    const follow = (next: KeyboardEvent) => {
      if (next.timeStamp - since.current > PATIENCE || next.ctrlKey || next.metaKey || next.altKey) return;
      if (next.target instanceof HTMLElement && next.target.matches('input, textarea, select')) return;
      const target = JUMPS[next.key.toLowerCase() as keyof typeof JUMPS];
      if (target === undefined) return;
      // Other shortcuts of the same key are not meant.
      next.preventDefault();
      next.stopImmediatePropagation();
      router.push(target);
    };
    document.addEventListener('keydown', follow, { capture: true, once: true });
  });
}
