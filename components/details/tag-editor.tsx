'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { type FormEvent, useDeferredValue, useId, useState } from 'react';
import type { ImageDetails } from '#lib/contracts/image-details.ts';
import { api, failureText } from '../client/api.ts';
import { Button } from '../ui/button.tsx';
import { cn } from '../ui/class-names.ts';
import { BOX } from '../ui/field.tsx';
import { Skeleton } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { imageKey, useImageUpdate } from './image-query.ts';

type Tags = { tags: string[] };

/** Letters of a tag, and tags of an image. */
const LONGEST = 60;
const MOST = 50;

/** Words that the image is found by; each change is saved at once. */
export function TagEditor({ image, unavailable }: { image: ImageDetails; unavailable: string | undefined }) {
  const client = useQueryClient();
  const toast = useToast();
  const { refreshHistory } = useImageUpdate(image.id);
  const heading = useId();
  const key = [...imageKey(image.id), 'tags'];
  const path = `/admin/images/${image.id}/tags/`;
  const { data, isPending, error, refetch } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.get<Tags>(path, {}, signal),
  });
  const save = useMutation({
    mutationFn: (tags: string[]) => api.put<Tags>(path, { tags }),
    onMutate: async (tags) => {
      await client.cancelQueries({ queryKey: key });
      const before = client.getQueryData<Tags>(key);
      client.setQueryData<Tags>(key, { tags });
      return { before };
    },
    onSuccess: (now) => {
      client.setQueryData<Tags>(key, now);
      void refreshHistory();
    },
    onError: (failure, _tags, kept) => {
      client.setQueryData<Tags>(key, kept?.before);
      toast.failed({ text: failureText(failure) });
    },
  });
  const tags = data?.tags ?? [];
  const add = (typed: string) => {
    const known = new Set(tags.map((tag) => tag.toLowerCase()));
    const fresh = typed
      .split(',')
      .map((word) => word.trim().replace(/\s+/g, ' '))
      .filter((word) => word !== '' && !known.has(word.toLowerCase()));
    if (fresh.length > 0) save.mutate([...tags, ...fresh]);
  };
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading} className="flex h-8 items-center text-[13px] font-medium text-muted">
        Tags
      </h2>
      {isPending ? <Skeleton className="h-6 w-40" /> : null}
      {error ? (
        <p className="text-[13px] text-muted">
          {failureText(error)}{' '}
          <Button size="small" look="quiet" onClick={() => void refetch()}>
            Try again
          </Button>
        </p>
      ) : null}
      {data && tags.length === 0 && unavailable !== undefined ? <p className="text-muted">None</p> : null}
      {tags.length === 0 ? null : (
        <ul className="mb-2 flex flex-wrap gap-1.5">
          {tags.map((tag) => (
            <li
              key={tag}
              className="inline-flex min-h-6 items-center gap-1 rounded-full border border-border bg-surface pl-2.5 text-[13px] pointer-coarse:min-h-11"
            >
              <span className={cn('break-all', unavailable !== undefined && 'pr-2.5')}>{tag}</span>
              {unavailable === undefined ? (
                <button
                  type="button"
                  aria-label={`Remove the tag ${tag}`}
                  onClick={() => save.mutate(tags.filter((other) => other !== tag))}
                  className="flex size-6 cursor-pointer items-center justify-center rounded-full text-muted hover:text-text pointer-coarse:size-11"
                >
                  <X aria-hidden="true" className="size-3.5" />
                </button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {data && unavailable === undefined ? <NewTag isFull={tags.length >= MOST} onAdd={add} /> : null}
    </section>
  );
}

function NewTag({ isFull, onAdd }: { isFull: boolean; onAdd: (typed: string) => void }) {
  const [typed, setTyped] = useState('');
  const list = useId();
  const start = useDeferredValue(typed.trim());
  const { data: offers = [] } = useQuery({
    queryKey: ['tags', start],
    queryFn: ({ signal }) =>
      api.get<Array<{ id: number; name: string }>>('/tags/', { q: start, limit: 8 }, signal),
    enabled: start !== '',
    staleTime: 30_000,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onAdd(typed);
    setTyped('');
  };
  return (
    <form onSubmit={submit} className="flex gap-2">
      <input
        aria-label="New tag"
        placeholder={isFull ? `${MOST} tags are the most` : 'Add a tag'}
        disabled={isFull}
        list={list}
        maxLength={LONGEST}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        className={cn(BOX, 'h-8')}
      />
      <datalist id={list}>
        {offers.map(({ id, name }) => (
          <option key={id}>{name}</option>
        ))}
      </datalist>
      <Button type="submit" size="small" disabled={isFull || typed.trim() === ''}>
        Add
      </Button>
    </form>
  );
}
