'use client';

import { useQuery } from '@tanstack/react-query';
import type { PublishingSetup } from '#lib/contracts/publishing.ts';
import type { Size } from '#lib/transform/values.ts';
import { api } from '../client/api.ts';
import { useUrlState } from '../client/use-url-state.ts';

const UNKNOWN: Size = { width: 0, height: 0 };

/** The picture that templates are tried on: the one in the address, else a sample of the first start. */
export function useSample(setup: PublishingSetup) {
  const { values, change } = useUrlState();
  const src = values.get('src') ?? setup.sample;
  const { data } = useQuery({
    queryKey: ['details', src],
    queryFn: ({ signal }) => api.get<Size>('/details/', { src }, signal),
    enabled: src !== undefined,
  });
  return {
    src,
    /** Pixels; 0 x 0 until they are known. */
    page: data ?? UNKNOWN,
    choose: (chosen: string) => change({ src: chosen }),
  };
}
