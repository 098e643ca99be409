'use client';

import { createContext, type ReactNode, useContext } from 'react';
import type { ImagePage } from '#lib/contracts/image-details.ts';
import type { PublishingSetup } from '#lib/contracts/publishing.ts';
import type { Warning } from '#lib/publisher/warnings.ts';
import type { Size, TransformValues } from '#lib/transform/values.ts';
import type { ValueChanges } from './use-recipe.ts';

export type Key = keyof TransformValues;

/** What is done on the picture itself. */
export type Mode = 'result' | 'compare' | 'crop' | 'focus' | 'overlay';

/** The values that the cards show and change: those of a recipe, or those of a template. */
export type Editing = {
  /** A template is edited: nothing is inherited, and a value may say nothing. */
  isTemplate: boolean;
  /** What is said here. */
  values: TransformValues;
  /** What holds where nothing is said here. */
  base: TransformValues;
  /** What changes are marked against: values of the template, or the template as it is stored. */
  reference: TransformValues;
  change: (changes: ValueChanges, field?: string) => void;
  src: string;
  /** Changes with the file; undefined while it is unknown. */
  version: string | undefined;
  /** The page as it is drawn after flipping and turning, pixels; undefined when unknown. */
  frame: Size | undefined;
  /** What the file says of the page that is drawn; undefined while it is unknown. */
  source: (ImagePage & { depth?: number | null | undefined }) | undefined;
  warnings: readonly Warning[];
  setup: PublishingSetup;
  mode: Mode;
  setMode: (mode: Mode) => void;
  /** Why nothing can be changed. */
  locked: string | undefined;
};

const EditingContext = createContext<Editing | undefined>(undefined);

export function EditingProvider({ editing, children }: { editing: Editing; children: ReactNode }) {
  return <EditingContext value={editing}>{children}</EditingContext>;
}

export function useEditing(): Editing {
  const editing = useContext(EditingContext);
  if (!editing) throw new Error('there is no EditingProvider above');
  return editing;
}

/** What holds: said here, else by the template. */
export function valueOf<K extends Key>({ values, base }: Editing, key: K): TransformValues[K] {
  return values[key] ?? base[key];
}

/** Whether a value is said here and differs from what changes are marked against. */
export function isChanged({ isTemplate, values, reference }: Editing, key: Key): boolean {
  const own = values[key];
  if (!isTemplate && own === undefined) return false;
  return JSON.stringify(own) !== JSON.stringify(reference[key]);
}

/** Takes back what was said of some values. */
export function resetChanges({ isTemplate, reference }: Editing, keys: readonly Key[]): ValueChanges {
  return Object.fromEntries(keys.map((key) => [key, isTemplate ? reference[key] : undefined]));
}
