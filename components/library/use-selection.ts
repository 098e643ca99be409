'use client';

import { useCallback, useState } from 'react';
import { EMPTY_SELECTION, type Selection, type SelectionAction, select } from '../client/selection.ts';

/** What is selected of a listing; another listing starts with nothing selected. */
export function useSelection(listing: string): [Selection, (action: SelectionAction) => void] {
  const [state, setState] = useState({ listing, selection: EMPTY_SELECTION });
  const selection = state.listing === listing ? state.selection : EMPTY_SELECTION;
  const dispatch = useCallback(
    (action: SelectionAction) =>
      setState((before) => ({
        listing,
        selection: select(before.listing === listing ? before.selection : EMPTY_SELECTION, action),
      })),
    [listing],
  );
  return [selection, dispatch];
}
