'use client';

import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

/** Where somebody was in a listing: how far it was scrolled, and which image had the focus. */
export type Position = { top: number; active: number };

const KEY = 'emulsion-library-position';
/** Listings of which the place is remembered. */
const MOST = 40;

type Kept = Array<[listing: string, position: Position]>;

function readKept(): Kept {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? (kept as Kept) : [];
  } catch {
    return [];
  }
}

/** Where somebody was in a listing when they left it. */
export function keptPosition(listing: string): Position | undefined {
  return readKept().find(([name]) => name === listing)?.[1];
}

function keep(listing: string, position: Position | undefined): void {
  const others = readKept().filter(([name]) => name !== listing);
  const kept: Kept = position ? [[listing, position], ...others] : others;
  try {
    sessionStorage.setItem(KEY, JSON.stringify(kept.slice(0, MOST)));
  } catch {
    // Without storage everybody starts at the top.
  }
}

/** Lets a listing be seen from its top when it is opened next. */
export function forgetPosition(listing: string): void {
  keep(listing, undefined);
}

/** Remembers the place in a listing when it is left, and goes there when it is shown again. */
export function useKeptPosition(listing: string, element: HTMLElement, active: RefObject<number>): void {
  const top = useRef(0);
  useLayoutEffect(() => {
    const kept = keptPosition(listing);
    element.scrollTo({ top: kept?.top ?? 0, behavior: 'instant' });
    top.current = element.scrollTop;
    const note = () => {
      top.current = element.scrollTop;
    };
    element.addEventListener('scroll', note, { passive: true });
    return () => element.removeEventListener('scroll', note);
  }, [listing, element]);
  useEffect(() => {
    const store = () => keep(listing, { top: top.current, active: active.current });
    addEventListener('pagehide', store);
    return () => {
      removeEventListener('pagehide', store);
      store();
    };
  }, [listing, active]);
}
