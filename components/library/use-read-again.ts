'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { onWish } from '../client/events.ts';
import { FOLDERS_KEY } from '../pickers/folder-levels.ts';
import { BROWSE_KEY } from './use-images.ts';

/** Milliseconds between readings while many files arrive. */
const PAUSE = 800;

/** Reads lists and trees again when something in a folder has changed, such as by uploads. */
export function useReadAgain(): void {
  const client = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onWish('folder-changed', () => {
      if (timer !== undefined) return;
      timer = setTimeout(() => {
        timer = undefined;
        void client.invalidateQueries({ queryKey: BROWSE_KEY });
        void client.invalidateQueries({ queryKey: FOLDERS_KEY });
      }, PAUSE);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [client]);
}
