'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { changesBetween, valuesOf } from '#lib/publisher/template-values.ts';
import type { TransformValues } from '#lib/transform/values.ts';
import { api, failureText } from '../client/api.ts';
import { Button } from '../ui/button.tsx';
import { Section } from '../ui/page.tsx';
import { ErrorState, Skeleton } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { useToast } from '../ui/toast.tsx';

type Version = { name?: string; description?: string; template?: Readonly<Record<string, unknown>> };
type Entry = {
  id: number;
  time: string;
  username: string;
  action: string;
  details: { before?: Version; after?: Version };
};

/** Earlier versions of a template, from the audit log; each can be taken back into the editor. */
export function TemplateHistory({
  id,
  locked,
  onRestore,
}: {
  id: number;
  locked: string | undefined;
  onRestore: (values: TransformValues) => void;
}) {
  if (locked !== undefined) {
    return (
      <Section title="Versions" intro={`${locked} to see earlier versions.`}>
        {null}
      </Section>
    );
  }
  return (
    <Section title="Versions" intro="A version that is taken back is stored only when you save.">
      <Versions id={id} onRestore={onRestore} />
    </Section>
  );
}

function Versions({ id, onRestore }: { id: number; onRestore: (values: TransformValues) => void }) {
  const toast = useToast();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['template-history', id],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.get<{ results: Entry[]; next: string | null }>(
        '/admin/audit/',
        { object_type: 'template', object_id: id, limit: 20, cursor: pageParam },
        signal,
      ),
    getNextPageParam: (last) => last.next ?? undefined,
  });
  if (error) return <ErrorState text={failureText(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-24" />;
  const entries = data.pages.flatMap((page) => page.results);
  if (entries.length === 0) {
    return <p className="text-[13px] text-muted">No change is on record.</p>;
  }
  return (
    <>
      <ol className="flex flex-col divide-y divide-border">
        {entries.map((entry) => (
          <li key={entry.id} className="flex flex-wrap items-start justify-between gap-3 py-2.5">
            <div className="min-w-0 flex-1 text-[13px]">
              <p>
                <Time value={entry.time} form="ago" />
                <span className="text-muted">{` by ${entry.username}`}</span>
              </p>
              <p className="break-words text-muted">{summaryOf(entry)}</p>
            </div>
            {entry.details.before?.template ? (
              <Button
                size="small"
                onClick={() => {
                  onRestore(valuesOf(entry.details.before?.template ?? {}));
                  toast.done({
                    text: 'The version before this change is in the editor',
                    detail: 'Save to make it hold.',
                  });
                }}
              >
                Restore the one before
              </Button>
            ) : null}
          </li>
        ))}
      </ol>
      {hasNextPage ? (
        <Button size="small" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show earlier ones
        </Button>
      ) : null}
    </>
  );
}

function summaryOf({ action, details: { before, after } }: Entry): string {
  if (action === 'template.create' || !before || !after) return 'Created';
  const changes = changesBetween(valuesOf(before.template ?? {}), valuesOf(after.template ?? {}));
  const words = changes.map((change) => `${change.name}: ${change.before} → ${change.after}`);
  if (before.name !== after.name) words.unshift(`Name: ${before.name} → ${after.name}`);
  if (before.description !== after.description) words.push('Description');
  return words.join('; ') || 'Stored without a change';
}
