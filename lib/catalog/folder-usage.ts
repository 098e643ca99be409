import type { Database } from '#lib/db/client.ts';
import { type FolderUsage, sumFolder } from './store/usage.ts';

/** Milliseconds that sums are remembered: a million images take a second to add up. */
const REMEMBERED = 60_000;
/** Folders whose sums are remembered. */
const MOST = 200;

export type CountedUsage = FolderUsage & { counted: Date };

/** Makes the function that says what a folder takes on the disk, at most a minute late. Sums are made one at a time. */
export function createFolderUsage(db: Database): (path: string) => Promise<CountedUsage> {
  const known = new Map<string, { until: number; usage: Promise<CountedUsage> }>();
  let last: Promise<unknown> = Promise.resolve();

  return (path) => {
    const found = known.get(path);
    if (found && found.until > Date.now()) return found.usage;
    const usage = last
      .catch(() => undefined)
      .then(async () => ({ ...(await sumFolder(db, path)), counted: new Date() }));
    last = usage;
    usage.catch(() => known.delete(path));
    known.delete(path);
    known.set(path, { until: Date.now() + REMEMBERED, usage });
    for (const oldest of known.keys()) {
      if (known.size <= MOST) break;
      known.delete(oldest);
    }
    return usage;
  };
}
