'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { countOf, formatCount } from '#lib/format/numbers.ts';
import { useToast } from '../ui/toast.tsx';
import { api, failureText } from './api.ts';
import { basketPage } from './places.ts';

/** Answers about the own basket. */
export const BASKET_KEY = ['basket'] as const;

type Filled = { changed: number; total: number };

/** Puts images into the basket and tells how many there are now. */
export function useFillBasket(): (wanted: { selection: unknown; name: string }) => void {
  const client = useQueryClient();
  const toast = useToast();
  const router = useRouter();
  const { mutate } = useMutation({
    mutationFn: ({ selection }: { selection: unknown; name: string }) =>
      api.post<Filled>('/basket/', { selection }),
    onSuccess: ({ changed, total }, { name }) => {
      void client.invalidateQueries({ queryKey: BASKET_KEY });
      toast.done({
        text: changed === 0 ? `The basket holds ${name} already` : `Added ${name} to the basket`,
        detail: `It holds ${countOf(total, 'image')}.`,
        action: { label: 'Open basket', run: () => router.push(basketPage) },
      });
    },
    onError: (error) => toast.failed({ text: failureText(error) }),
  });
  return mutate;
}

/** How many images the basket holds, as text; undefined while that is not known, or when there are none. */
export function useBasketCount(): string | undefined {
  const { data } = useQuery({
    queryKey: [...BASKET_KEY, 'count'],
    queryFn: ({ signal }) => api.get<{ total: number }>('/basket/', { limit: 0 }, signal),
  });
  return data && data.total > 0 ? formatCount(data.total) : undefined;
}
