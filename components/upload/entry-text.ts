import { formatBytes } from '#lib/format/bytes.ts';
import type { Entry } from './entry.ts';
import type { Pause } from './queue.ts';
import type { Summary } from './queue-summary.ts';

/** How a file stands, in words. */
export function entryText(entry: Entry): string {
  const size = formatBytes(entry.size);
  switch (entry.status) {
    case 'hashing':
      return `Looking at the file, ${size}`;
    case 'duplicate':
      return `Here already as ${entry.twins?.[0]?.src ?? 'another image'}`;
    case 'conflict':
      return 'The name is taken';
    case 'waiting':
      return `Waiting, ${size}`;
    case 'sending':
      return `${Math.floor((100 * entry.sent) / Math.max(1, entry.size))}% of ${size}`;
    case 'checking':
      return 'Sent, being checked';
    case 'done':
      if (!entry.image) return size;
      return entry.image.width > 0
        ? `${entry.image.width} × ${entry.image.height}, ${size}`
        : `${size}. It is stored, but no picture can be made of it`;
    case 'failed':
      return entry.problem ?? 'It could not be stored.';
    case 'missing':
      return 'Choose this file again, and it goes on';
    case 'skipped':
      return 'Skipped';
  }
}

const files = (count: number) => (count === 1 ? '1 file' : `${count.toLocaleString('en-GB')} files`);

/** How all uploads stand, in a few words. */
export function summaryText({ counts, total, undecided, active }: Summary, pause: Pause): string {
  if (pause === 'signed-out' && active) return 'You are signed out';
  if (pause === 'offline' && active) return 'No connection';
  const over = counts.done + counts.failed + counts.skipped;
  if (active) return `Uploading ${Math.min(over + 1, total)} of ${files(total)}`;
  if (undecided > 0) return `${files(undecided)} to decide about`;
  if (counts.missing > 0) return `${files(counts.missing)} to choose again`;
  const told = [
    counts.done > 0 ? `${files(counts.done)} uploaded` : '',
    counts.failed > 0 ? `${counts.failed} failed` : '',
    counts.skipped > 0 ? `${counts.skipped} skipped` : '',
  ].filter(Boolean);
  return told.length > 0 ? told.join(', ') : 'No uploads';
}

/** What screen readers are told: not every step, only where something begins, stops or ends. */
export function spokenText(summary: Summary, pause: Pause): string {
  if (!summary.active || pause !== undefined) return summaryText(summary, pause);
  return summary.undecided > 0 ? `Uploading. ${files(summary.undecided)} to decide about` : 'Uploading';
}
