'use client';

import { useSyncExternalStore } from 'react';
import { useViewer } from '../client/viewer.tsx';
import { EMPTY, type Queue } from './queue.ts';
import { type Uploads, uploadsOf } from './uploads.ts';

const nothing = () => () => undefined;

/** The uploads of this page and how they stand. There are none while the server makes the page. */
export function useUploads(): { uploads: Uploads | undefined; queue: Queue } {
  const { userId } = useViewer();
  const uploads = typeof window === 'undefined' ? undefined : uploadsOf(userId);
  const queue = useSyncExternalStore(
    uploads?.subscribe ?? nothing,
    uploads?.queue ?? (() => EMPTY),
    () => EMPTY,
  );
  return { uploads, queue };
}
