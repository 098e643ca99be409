'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ChevronDown, ChevronUp, CircleMinus, CirclePlus, LoaderCircle } from 'lucide-react';
import { useState } from 'react';
import { countOf } from '#lib/format/numbers.ts';
import { api } from '../client/api.ts';
import { readRefusal } from '../client/refusal.ts';
import { FOLDERS_KEY } from '../pickers/folder-levels.ts';
import { Button } from '../ui/button.tsx';
import { FormNotice } from '../ui/form-notice.tsx';
import { useToast } from '../ui/toast.tsx';
import { changesOf, type Draft, inverseOf } from './draft.ts';
import { ImpactDetails } from './impact-details.tsx';
import { impactLines } from './impact-words.ts';
import { impactQuery, RIGHTS_KEY, rightsQuery } from './queries.ts';
import type { FolderRights } from './rights.ts';

/** What the unsaved changes would do, with the buttons that save and discard them. */
export function ImpactBar({
  rights,
  draft,
  onDone,
}: {
  rights: FolderRights;
  draft: Draft;
  onDone: () => void;
}) {
  const client = useQueryClient();
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const changes = changesOf(rights, draft);
  const impact = useQuery(impactQuery(rights.folder_id, changes));
  const put = (wishes: readonly object[]) =>
    api.put<FolderRights>('/admin/permissions/folder/', { folder_id: rights.folder_id, changes: wishes });
  const reload = async () => {
    await client.invalidateQueries({ queryKey: RIGHTS_KEY });
    await client.invalidateQueries({ queryKey: FOLDERS_KEY });
  };

  async function undo(wishes: readonly object[]): Promise<void> {
    try {
      await put(wishes);
      toast.done({ text: `The levels of ${rights.path} are as before` });
    } catch (error) {
      toast.failed({ text: 'Not undone', detail: readRefusal(error).text });
    }
    await reload();
  }

  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: () => put(changes),
    onSuccess: async (after) => {
      const back = inverseOf(rights, after, draft);
      client.setQueryData(rightsQuery(rights.path).queryKey, after);
      onDone();
      toast.done({
        text: `The levels of ${rights.path} are saved`,
        detail: 'They count at once, for pictures too.',
        action: { label: 'Undo', run: () => void undo(back) },
      });
      await reload();
    },
  });
  const lines = impact.data ? impactLines(impact.data) : [];
  const concerned = (impact.data?.people_total ?? 0) + (impact.data?.folders.length ?? 0) > 0;
  return (
    <section
      aria-label="Unsaved changes"
      className="sticky bottom-0 z-10 border-t border-border bg-surface px-4 py-3 shadow-float sm:px-5"
    >
      <div aria-live="polite">
        {impact.isPending ? (
          <p className="flex items-center gap-2 text-[13px] text-muted">
            <LoaderCircle aria-hidden="true" className="size-4 animate-spin" />
            Working out what this does…
          </p>
        ) : impact.error ? (
          <p className="text-[13px] text-danger">{readRefusal(impact.error).text}</p>
        ) : (
          <ul className="flex flex-col gap-1">
            {lines.map(({ text, loses }) => (
              <li key={text} className="flex items-start gap-2 text-[13px]">
                {loses ? (
                  <CircleMinus aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-danger" />
                ) : (
                  <CirclePlus aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-success" />
                )}
                {text}
              </li>
            ))}
          </ul>
        )}
      </div>
      {open && impact.data ? <ImpactDetails impact={impact.data} /> : null}
      {error ? (
        <div className="mt-3">
          <FormNotice
            refusal={readRefusal(error)}
            onReload={() => {
              reset();
              onDone();
              void reload();
            }}
          />
        </div>
      ) : null}
      <div className="mt-3 flex flex-wrap items-center justify-between gap-2">
        <Button
          size="small"
          look="quiet"
          aria-expanded={open}
          disabled={!concerned}
          onClick={() => setOpen(!open)}
        >
          {open ? <ChevronDown aria-hidden="true" /> : <ChevronUp aria-hidden="true" />}
          People and folders
        </Button>
        <div className="flex gap-2">
          <Button onClick={onDone}>Discard</Button>
          <Button look="primary" disabled={isPending} onClick={() => mutate()}>
            {isPending ? 'Saving…' : `Save ${countOf(draft.size, 'change')}`}
          </Button>
        </div>
      </div>
    </section>
  );
}
