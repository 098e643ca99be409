import { createStore, del, delMany, entries, get, set, setMany } from 'idb-keyval';
import { type Entry, isOver } from './entry.ts';
import { noteKept } from './kept-flag.ts';
import { makeId } from './make-id.ts';

/** What of a queue outlives the page. */
export type KeptQueue = {
  /** What an earlier page has left, with the files that could be kept. */
  entries: Entry[];
  files: Map<string, File>;
  save(entries: readonly Entry[]): Promise<void>;
  /** Keeps files, as many as there is room for. */
  keepFiles(files: ReadonlyArray<readonly [id: string, file: File]>): Promise<void>;
  forgetFiles(ids: readonly string[]): Promise<void>;
};

/** Bytes of files that are kept, so that a reload need not ask for them again. */
const MOST_KEPT = 512 * 1024 * 1024;
/** Files that are done with and still listed after a reload. */
const MOST_OVER = 500;
/** Milliseconds that a page before this one gets to let go of its queue. */
const PATIENCE = 2000;
const TAB = 'emulsion-uploads-tab';

/**
 * Opens the queue of this tab. Each tab has its own, held by a lock as long as the page lives; queues of tabs that are gone
 * are taken over. Browsers without storage get an empty queue that keeps nothing.
 */
export async function openKeptQueue(userId: number): Promise<KeptQueue> {
  const store = createStore('emulsion-uploads', 'kept');
  const prefix = `queue:${userId}:`;
  const name = `${prefix}${await claimTab(prefix)}`;
  const kept = new Map<string, number>();
  let room = MOST_KEPT;

  const found: Entry[] = [];
  const files = new Map<string, File>();
  try {
    const queues: string[] = [];
    for (const [key, value] of await entries<string, Entry[]>(store)) {
      if (!key.startsWith(prefix)) continue;
      if (key === name || (await hold(key, 0))) {
        found.push(...value);
        queues.push(key);
      }
    }
    for (const { id } of found) {
      const file = await get<File>(`file:${id}`, store);
      if (!file) continue;
      files.set(id, file);
      kept.set(id, file.size);
      room -= file.size;
    }
    await set(name, found, store);
    await delMany(
      queues.filter((key) => key !== name),
      store,
    );
  } catch {
    // No storage here, as in some private windows.
  }

  return {
    entries: found,
    files,

    async save(all) {
      const over = all.filter(isOver).slice(-MOST_OVER);
      const saved = all.filter((entry) => !isOver(entry) || over.includes(entry));
      try {
        noteKept(userId, !all.every(isOver));
        await (saved.length === 0 ? del(name, store) : set(name, saved, store));
      } catch {
        // It goes on without: only a reload would miss it.
      }
    },

    async keepFiles(wanted) {
      const fitting = wanted.filter(([id, file]) => {
        if (file.size > room) return false;
        room -= file.size;
        kept.set(id, file.size);
        return true;
      });
      try {
        await setMany(
          fitting.map(([id, file]) => [`file:${id}`, file]),
          store,
        );
      } catch {
        // Too little space on this device: the file will have to be chosen again after a reload.
      }
    },

    async forgetFiles(ids) {
      for (const id of ids) {
        room += kept.get(id) ?? 0;
        kept.delete(id);
      }
      await delMany(
        ids.map((id) => `file:${id}`),
        store,
      ).catch(() => undefined);
    },
  };
}

/** The name of this tab, which it keeps over reloads; a copy of a tab gets another one. */
async function claimTab(prefix: string): Promise<string> {
  try {
    const before = sessionStorage.getItem(TAB);
    if (before !== null && (await hold(prefix + before, PATIENCE))) return before;
    const fresh = makeId();
    sessionStorage.setItem(TAB, fresh);
    await hold(prefix + fresh, 0);
    return fresh;
  } catch {
    return makeId();
  }
}

/** Holds a queue until the page is left. False when another tab does. Without locks (plain HTTP) only one's own is held. */
function hold(name: string, patience: number): Promise<boolean> {
  if (!('locks' in navigator)) return Promise.resolve(patience > 0);
  return new Promise((resolve) => {
    const how = patience > 0 ? { signal: AbortSignal.timeout(patience) } : { ifAvailable: true };
    navigator.locks
      .request(name, how, (lock) => {
        resolve(lock !== null);
        // Never let go.
        return lock === null ? undefined : new Promise<never>(() => undefined);
      })
      .catch(() => resolve(false));
  });
}
