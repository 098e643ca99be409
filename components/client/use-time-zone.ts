'use client';

import { useSyncExternalStore } from 'react';
import { usePreferences } from './use-preferences.ts';

/** The zone of the browser never changes while a page is open. */
const neverChanges = () => () => undefined;

/** Asked for in the browser only. */
function browserZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

/**
 * The time zone in which this person reads times: their choice, else that of the browser. While the server makes the
 * page it is UTC, which the browser puts right.
 */
export function useTimeZone(): string {
  const { preferences } = usePreferences();
  const zone = useSyncExternalStore(neverChanges, browserZone, () => 'UTC');
  return preferences.time_zone || zone;
}
