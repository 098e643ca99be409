'use client';

import { useCallback, useMemo } from 'react';
import { usePreferences } from '../client/use-preferences.ts';
import { useUrlState } from '../client/use-url-state.ts';
import type { Density, View } from './grid-layout.ts';
import { type Listing, listingValues, readListing, wholeFolder } from './listing.ts';

/** What the address asks for, and ways to ask for something else. */
export function useListing() {
  const { values, change } = useUrlState();
  const { preferences, change: prefer } = usePreferences();
  const listing = useMemo(() => readListing(values), [values]);
  const wished = values.get('view');

  /** Narrows down or orders the same folder. What the address says now counts: two changes may come before it is shown. */
  const refine = useCallback(
    (changed: Partial<Listing>) => {
      const now = readListing(new URLSearchParams(location.search));
      change(listingValues({ ...now, ...changed }));
    },
    [change],
  );
  /** Goes to a folder, as a step for the Back button. */
  const open = useCallback(
    (path: string) => change(listingValues(wholeFolder(listing, path)), 'push'),
    [change, listing],
  );
  return {
    listing,
    refine,
    open,
    view: wished === 'list' || wished === 'grid' ? wished : preferences.view,
    density: preferences.density,
    setView: (view: View) => {
      change({ view: undefined });
      prefer({ view });
    },
    setDensity: (density: Density) => prefer({ density }),
  };
}
