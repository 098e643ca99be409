'use client';

import type { PublishingSetup } from '#lib/contracts/publishing.ts';
import type { Size } from '#lib/transform/values.ts';
import { useImageAt } from '../client/image-facts.ts';
import { useUrlState } from '../client/use-url-state.ts';

const UNKNOWN: Size = { width: 0, height: 0 };

export type Sample = ReturnType<typeof useSample>;

/** The picture that templates are tried on: the one in the address, else a sample of the first start. */
export function useSample(setup: PublishingSetup) {
  const { values, change } = useUrlState();
  const src = values.get('src') ?? setup.sample;
  const { data, isLoading } = useImageAt(src ?? '');
  return {
    src,
    /** Pixels; 0 x 0 until they are known. */
    page: data ?? UNKNOWN,
    isLoading,
    /** Changes with its file; undefined until it is known. */
    version: data?.file_version,
    choose: (chosen: string) => change({ src: chosen }),
  };
}
