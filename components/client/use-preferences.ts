'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Preferences } from '#lib/contracts/preferences.ts';
import { api } from './api.ts';
import { applyTheme } from './theme.ts';
import { useViewer } from './viewer.tsx';

const KEY = ['account', 'preferences'] as const;

/** How the viewer likes the interface, and a way to change it: at once here, then on the server. */
export function usePreferences() {
  const viewer = useViewer();
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.get<Preferences>('/account/preferences/', {}, signal),
    initialData: viewer.preferences,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { mutate } = useMutation({
    mutationFn: (changed: Partial<Preferences>) => api.put<Preferences>('/account/preferences/', changed),
    onMutate: (changed) => {
      client.setQueryData<Preferences>(KEY, (before) => ({ ...(before ?? viewer.preferences), ...changed }));
      if (changed.theme) applyTheme(changed.theme);
    },
  });
  return { preferences: data, change: mutate };
}
