'use client';

import { formatBytes } from '#lib/format/bytes.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Progress } from '../ui/progress.tsx';
import type { Entry } from './entry.ts';
import { markupOf } from './markup.ts';
import type { Pause, Queue } from './queue.ts';
import type { Summary } from './queue-summary.ts';
import type { Uploads } from './uploads.ts';

const ids = (entries: readonly Entry[]) => entries.map(({ id }) => id);

/** How far all of it is, and why it may be standing still. */
export function QueueProgress({
  summary,
  pause,
  uploads,
}: {
  summary: Summary;
  pause: Pause;
  uploads: Uploads;
}) {
  if (!summary.active) return null;
  return (
    <div className="px-3 py-2">
      <Progress value={summary.sent / Math.max(1, summary.bytes)} label="All uploads" />
      <p className="mt-1.5 text-xs text-muted tabular-nums">
        {formatBytes(summary.sent)} of {formatBytes(summary.bytes)}
      </p>
      {pause === 'offline' ? (
        <p className="mt-1.5 flex flex-wrap items-center justify-between gap-2 text-[13px] text-warning">
          The server cannot be reached. It goes on by itself when it can.
          <Button size="small" onClick={() => uploads.goOn()}>
            Try now
          </Button>
        </p>
      ) : null}
      {pause === 'signed-out' ? (
        <p className="mt-1.5 flex flex-wrap items-center justify-between gap-2 text-[13px] text-warning">
          Your session is over. The files wait until you have signed in again.
          <Button size="small" onClick={() => location.reload()}>
            Sign in
          </Button>
        </p>
      ) : null}
    </div>
  );
}

/** What can be done with many files of the queue at once. */
export function QueueActions({
  queue: { entries },
  summary: { counts, active },
  uploads,
  template,
  onCleared,
}: {
  queue: Queue;
  summary: Summary;
  uploads: Uploads;
  template: string | undefined;
  onCleared?: () => void;
}) {
  const failed = entries.filter(({ status }) => status === 'failed');
  const over = entries.filter(
    ({ status }) => status === 'done' || status === 'failed' || status === 'skipped',
  );
  const stored = entries.flatMap(({ image }) => image ?? []);
  if (over.length === 0 && !active) return null;
  return (
    <div className="flex flex-wrap gap-2 border-t border-border px-3 py-2 empty:hidden">
      {failed.length > 0 ? (
        <Button size="small" onClick={() => uploads.retry(ids(failed))}>
          Retry all failed ({failed.length})
        </Button>
      ) : null}
      {stored.length > 0 ? (
        <CopyButton
          text={() => stored.map((image) => markupOf(image, template)).join('\n')}
          label="Copy all markup"
        />
      ) : null}
      {active ? (
        <Button
          size="small"
          onClick={() =>
            uploads.remove(ids(entries.filter(({ status }) => status !== 'done' && status !== 'failed')))
          }
        >
          Cancel the rest
        </Button>
      ) : over.length > 0 && counts.missing === 0 ? (
        <Button
          size="small"
          onClick={() => {
            uploads.remove(ids(over));
            onCleared?.();
          }}
        >
          Clear the list
        </Button>
      ) : null}
    </div>
  );
}
