'use client';

import { useQuery } from '@tanstack/react-query';
import { refusalText } from './use-picture.ts';

/** Why people who are not signed in do not get a picture; undefined when they do, or while nothing is known. */
export function useVisitors(url: string | undefined): string | undefined {
  const { data } = useQuery({
    queryKey: ['visitors', url],
    enabled: url !== undefined,
    staleTime: 60_000,
    retry: false,
    queryFn: async ({ signal }) => {
      if (url === undefined) return null;
      const head = await fetch(url, { method: 'HEAD', credentials: 'omit', signal });
      if (head.ok) return null;
      if (head.status === 403 || head.status === 401) {
        return 'Only people who are signed in see this picture: visitors may not view its folder.';
      }
      const said = await refusalText(await fetch(url, { credentials: 'omit', signal }));
      return `Visitors do not get this picture: ${said}`;
    },
  });
  return data ?? undefined;
}
