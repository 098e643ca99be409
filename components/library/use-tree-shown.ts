'use client';

import { useState } from 'react';
import { useKeptValue } from './use-kept-value.ts';

const KEY = 'emulsion-tree-hidden';
/** Whether the tree is beside the images, which this browser remembers; in narrow windows it opens over them. */
export function useTreeShown() {
  const [hidden, setHidden] = useKeptValue(KEY);
  const shown = hidden === null;
  const [sheet, setSheet] = useState(false);
  const toggle = () => setHidden(shown ? '1' : null);
  return { shown, toggle, sheet, setSheet };
}
