'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useCallback, useState } from 'react';
import { countOf } from '#lib/format/numbers.ts';
import { ApiFailure, api, failureText } from '../client/api.ts';
import { wish } from '../client/events.ts';
import { browsePage, detailsPage } from '../client/places.ts';
import { useToast } from '../ui/toast.tsx';
import type { TrashEntry } from './shapes.ts';
import { placeOf } from './trash-row.tsx';

/** Entries that are worked on at the same time. */
const AT_ONCE = 4;

export type Outcome = { entry: TrashEntry; failure: ApiFailure | undefined };

const CONFLICT = 409;

/** What can be done with entries of the trash. `busy` says what is being done, in words. */
export function useTrashActions(onDone: (ids: number[]) => void) {
  const client = useQueryClient();
  const toast = useToast();
  const router = useRouter();
  const [busy, setBusy] = useState<string>();
  /** Entries whose names are taken where they were. */
  const [taken, setTaken] = useState<readonly TrashEntry[]>([]);

  const work = useCallback(
    async (words: string, entries: readonly TrashEntry[], one: (entry: TrashEntry) => Promise<unknown>) => {
      const outcomes: Outcome[] = [];
      const waiting = [...entries];
      const worker = async () => {
        for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) {
          const done = entry;
          const failure = await one(entry).then(
            () => undefined,
            (error: unknown) => (error instanceof ApiFailure ? error : new ApiFailure(0, failureText(error))),
          );
          outcomes.push({ entry: done, failure });
          setBusy(`${words} ${outcomes.length} of ${entries.length}`);
        }
      };
      setBusy(`${words} 0 of ${entries.length}`);
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      setBusy(undefined);
      onDone(outcomes.filter(({ failure }) => failure === undefined).map(({ entry }) => entry.id));
      await client.invalidateQueries({ queryKey: ['/trash/'] });
      void client.invalidateQueries({ queryKey: ['/admin/storage/'] });
      return outcomes;
    },
    [client, onDone],
  );

  const tell = useCallback(
    (verb: string, outcomes: readonly Outcome[], show?: () => void) => {
      const failed = outcomes.filter(({ failure }) => failure && failure.status !== CONFLICT);
      const done = outcomes.filter(({ failure }) => failure === undefined);
      const [first] = done;
      if (first) {
        const what = done.length === 1 ? placeOf(first.entry).name : countOf(done.length, 'thing');
        toast.done({ text: `${verb} ${what}`, ...(show ? { action: { label: 'Show', run: show } } : {}) });
      }
      const [worst] = failed;
      if (worst) {
        const others = failed.length > 1 ? ` and ${countOf(failed.length - 1, 'other')}` : '';
        toast.failed({
          text: `${placeOf(worst.entry).name}${others} could not be ${verb.toLowerCase()}`,
          detail: worst.failure?.message ?? '',
        });
      }
    },
    [toast],
  );

  const restore = useCallback(
    async (entries: readonly TrashEntry[], options: { to?: string; rename?: boolean } = {}) => {
      let src: string | undefined;
      const outcomes = await work('Restoring', entries, async (entry) => {
        const image = await api.post<{ src?: string } | null>(`/trash/${entry.id}/restore/`, options);
        src = image?.src;
      });
      const restored = outcomes.filter(({ failure }) => failure === undefined);
      const folders = new Set(restored.map(({ entry }) => placeOf(entry).folder));
      for (const folder of folders) wish('folder-changed', { folder });
      const [only] = restored;
      const show =
        restored.length !== 1 || !only
          ? undefined
          : () =>
              router.push(src === undefined ? browsePage(options.to ?? only.entry.path) : detailsPage(src));
      tell('Restored', outcomes, show);
      setTaken(outcomes.filter(({ failure }) => failure?.status === CONFLICT).map(({ entry }) => entry));
    },
    [router, tell, work],
  );

  const purge = useCallback(
    async (entries: readonly TrashEntry[]) => {
      tell('Deleted', await work('Deleting', entries, (entry) => api.delete(`/trash/${entry.id}/`)));
    },
    [tell, work],
  );

  const empty = useCallback(async () => {
    setBusy('Emptying the trash');
    try {
      const { status } = await api.call('DELETE', '/trash/');
      toast.done(
        status === 202
          ? { text: 'The trash is being emptied', detail: 'It goes on in the background.' }
          : { text: 'The trash is empty' },
      );
    } catch (error) {
      toast.failed({ text: 'The trash could not be emptied', detail: failureText(error) });
    }
    setBusy(undefined);
    await client.invalidateQueries({ queryKey: ['/trash/'] });
    void client.invalidateQueries({ queryKey: ['/admin/storage/'] });
  }, [client, toast]);

  return { busy, taken, forgetTaken: useCallback(() => setTaken([]), []), restore, purge, empty };
}
