'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { RECIPE_NAMES, type Recipe, readRecipe, recipeParameters } from '#lib/publisher/recipe.ts';
import { pictureUrl } from '#lib/transform/picture-url.ts';
import type { TransformValues } from '#lib/transform/values.ts';

/** Changes of one field within this time are one step of undo and of the Back button, ms. */
const ONE_STEP = 900;
/** The address follows at this distance: browsers refuse more than a few changes a second. */
const ADDRESS_DELAY = 250;
const MOST_STEPS = 200;

/** Values to set; undefined takes a value out. */
export type ValueChanges = { [K in keyof TransformValues]?: TransformValues[K] | undefined };

/** The values with changes applied; what is undefined is left out. */
export function withChanges(values: TransformValues, changes: ValueChanges): TransformValues {
  const next = { ...values, ...changes };
  for (const key of Object.keys(next) as (keyof TransformValues)[]) {
    if (next[key] === undefined) delete next[key];
  }
  return next;
}

type History = { past: Recipe[]; now: Recipe; future: Recipe[] };

function addressOf(recipe: Recipe): string {
  const others = new URLSearchParams(location.search);
  for (const name of ['src', ...RECIPE_NAMES]) others.delete(name);
  const address = pictureUrl(location.pathname, recipe.src, recipeParameters(recipe));
  const rest = others.toString();
  return rest === '' ? address : `${address}&${rest}`;
}

/**
 * The recipe of the page, which its address holds, with undo and redo. Each step is one for the Back button too.
 * @param query of the address that the page was opened with
 */
export function useRecipe(query: string) {
  const [history, setHistory] = useState<History>(() => ({
    past: [],
    now: readRecipe(new URLSearchParams(query)),
    future: [],
  }));
  const last = useRef({ field: '', time: 0 });
  const isFirst = useRef(true);

  const apply = useCallback((make: (recipe: Recipe) => Recipe, field = '') => {
    const time = performance.now();
    const isSameStep = field !== '' && field === last.current.field && time - last.current.time < ONE_STEP;
    last.current = { field, time };
    setHistory(({ past, now }) => ({
      past: isSameStep ? past : [...past, now].slice(-MOST_STEPS),
      now: make(now),
      future: [],
    }));
  }, []);

  useEffect(() => {
    const timer = setTimeout(() => {
      const address = addressOf(history.now);
      // What the page was opened with is brought into its one spelling; that is no step of its own.
      const how = isFirst.current ? 'replaceState' : 'pushState';
      isFirst.current = false;
      if (address !== location.pathname + location.search) window.history[how](null, '', address);
    }, ADDRESS_DELAY);
    return () => clearTimeout(timer);
  }, [history.now]);

  useEffect(() => {
    const listener = () => {
      last.current = { field: '', time: 0 };
      setHistory(({ past, now }) => ({
        past: [...past, now],
        now: readRecipe(new URLSearchParams(location.search)),
        future: [],
      }));
    };
    window.addEventListener('popstate', listener);
    return () => window.removeEventListener('popstate', listener);
  }, []);

  const undo = useCallback(() => {
    last.current = { field: '', time: 0 };
    setHistory(({ past, now, future }) => {
      const previous = past.at(-1);
      return previous
        ? { past: past.slice(0, -1), now: previous, future: [now, ...future] }
        : { past, now, future };
    });
  }, []);
  const redo = useCallback(() => {
    last.current = { field: '', time: 0 };
    setHistory(({ past, now, future }) => {
      const [next, ...rest] = future;
      return next ? { past: [...past, now], now: next, future: rest } : { past, now, future };
    });
  }, []);

  return {
    recipe: history.now,
    /** @param field changes of the same field that follow quickly are one step */
    change: useCallback(
      (changes: ValueChanges, field?: string) =>
        apply((recipe) => ({ ...recipe, values: withChanges(recipe.values, changes) }), field),
      [apply],
    ),
    setRecipe: useCallback((recipe: Recipe) => apply(() => recipe), [apply]),
    undo: history.past.length === 0 ? undefined : undo,
    redo: history.future.length === 0 ? undefined : redo,
  };
}
