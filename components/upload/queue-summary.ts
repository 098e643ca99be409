import type { Entry, Status } from './entry.ts';
import type { Queue } from './queue.ts';

/** How many files are in each state, and how far all of it is. */
export type Summary = {
  total: number;
  counts: Readonly<Record<Status, number>>;
  /** Bytes of the files that are to be sent or were sent. */
  bytes: number;
  sent: number;
  /** Files that wait for a decision. */
  undecided: number;
  /** Whether something is still going on by itself. */
  active: boolean;
};

export function summarise({ entries }: Pick<Queue, 'entries'>): Summary {
  const counts: Record<Status, number> = {
    hashing: 0,
    duplicate: 0,
    conflict: 0,
    waiting: 0,
    sending: 0,
    checking: 0,
    done: 0,
    failed: 0,
    missing: 0,
    skipped: 0,
  };
  let bytes = 0;
  let sent = 0;
  for (const entry of entries) {
    counts[entry.status] += 1;
    if (entry.status === 'skipped' || entry.status === 'failed') continue;
    bytes += entry.size;
    sent += Math.min(entry.sent, entry.size);
  }
  return {
    total: entries.length,
    counts,
    bytes,
    sent,
    undecided: counts.duplicate + counts.conflict,
    active: counts.hashing + counts.waiting + counts.sending + counts.checking > 0,
  };
}

/** The files that are to be sent next, so that so many are under way at a time. */
export function nextToSend({ entries, pause }: Queue, places: number): Entry[] {
  if (pause !== undefined) return [];
  const busy = entries.filter(({ status }) => status === 'sending' || status === 'checking').length;
  return entries.filter(({ status }) => status === 'waiting').slice(0, Math.max(0, places - busy));
}
