'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { CirclePlus, FolderInput, type LucideIcon, Pencil, Replace, Trash2 } from 'lucide-react';
import type { ImageDetails } from '#lib/contracts/image-details.ts';
import { api, failureText } from '../client/api.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { imageKey } from './image-query.ts';

type Entry = {
  id: number;
  user_id: number | null;
  username: string;
  action: number;
  action_info: string;
  action_time: string;
};
type Page = { results: Entry[]; next: string | null };

/** By the numbers of the API. Files that somebody sends and files that are found have one number. */
const ACTIONS: ReadonlyArray<{ word: (entry: Entry) => string; Icon: LucideIcon }> = [
  { word: () => 'Deleted', Icon: Trash2 },
  { word: ({ user_id: person }) => (person === null ? 'Found' : 'Uploaded'), Icon: CirclePlus },
  { word: () => 'Replaced', Icon: Replace },
  { word: () => 'Edited', Icon: Pencil },
  { word: () => 'Moved', Icon: FolderInput },
];

/** What happened to the image, the newest first. */
export function HistoryPanel({ image }: { image: ImageDetails }) {
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery({
      queryKey: [...imageKey(image.id), 'history'],
      queryFn: ({ pageParam, signal }) =>
        api.get<Page>(`/admin/images/${image.id}/history/`, { limit: 50, cursor: pageParam }, signal),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.next ?? undefined,
    });
  if (error) return <ErrorState text={failureText(error)} onRetry={() => void refetch()} />;
  if (isPending) return <Skeleton className="h-64" />;
  const entries = data.pages.flatMap(({ results }) => results);
  if (entries.length === 0) return <EmptyState title="No history">Nothing has been recorded yet.</EmptyState>;
  return (
    <>
      <ol aria-label="History" className="flex flex-col">
        {entries.map((entry) => (
          <HistoryEntry key={entry.id} entry={entry} />
        ))}
      </ol>
      {hasNextPage ? (
        <Button
          className="mt-3"
          size="small"
          disabled={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          Show earlier
        </Button>
      ) : null}
    </>
  );
}

function HistoryEntry({ entry }: { entry: Entry }) {
  const { word, Icon } = ACTIONS[entry.action] ?? { word: () => 'Changed', Icon: Pencil };
  return (
    <li className="flex gap-3 border-b border-border py-2.5 last:border-b-0">
      <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p>
          <span className="font-medium">{word(entry)}</span>{' '}
          <span className="text-muted">by {entry.username || 'the server'}</span>
        </p>
        {entry.action_info === '' ? null : <p className="text-[13px] break-words">{entry.action_info}</p>}
        <p className="text-[13px] text-muted">
          <Time value={entry.action_time} />
        </p>
      </div>
    </li>
  );
}
