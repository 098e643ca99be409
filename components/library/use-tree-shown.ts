'use client';

import { useState } from 'react';
import { useKeptValue } from './use-kept-value.ts';

const KEY = 'emulsion-tree-hidden';
/** From where on there is room for the tree beside the images; as `md` of the style sheet. */
const WIDE = '(min-width: 48rem)';

/** Whether the tree is beside the images, which this browser remembers; in narrow windows it opens over them. */
export function useTreeShown() {
  const [hidden, setHidden] = useKeptValue(KEY);
  const shown = hidden === null;
  const [sheet, setSheet] = useState(false);
  const toggle = () => {
    if (!matchMedia(WIDE).matches) {
      setSheet(true);
      return;
    }
    setHidden(shown ? '1' : null);
  };
  return { shown, toggle, sheet, setSheet };
}
