import { createStore, del, delMany, entries, get, set, setMany } from 'idb-keyval';
import { type Entry, isOver } from './entry.ts';
import { noteKept } from './kept-flag.ts';
import { makeId } from './make-id.ts';

/** What an earlier page has left, with the files that could be kept. */
export type LeftQueue = { entries: Entry[]; files: Map<string, File> };

/** What of a queue outlives the page. */
export type KeptQueue = {
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
 * @param onLeft is told what earlier pages have left: at once, and later of a page that was slow to go
 */
export async function openKeptQueue(userId: number, onLeft: (left: LeftQueue) => void): Promise<KeptQueue> {
  const store = createStore('emulsion-uploads', 'kept');
  const prefix = `queue:${userId}:`;
  const { tab, late } = await claimTab(prefix);
  const name = prefix + tab;
  const kept = new Map<string, number>();
  let room = MOST_KEPT;

  /** Takes over the queues of these names; they are this page's from then on. */
  async function takeOver(queues: ReadonlyArray<readonly [key: string, entries: Entry[]]>): Promise<void> {
    const left: LeftQueue = { entries: queues.flatMap(([, each]) => each), files: new Map() };
    for (const { id } of left.entries) {
      const file = await get<File>(`file:${id}`, store);
      if (!file) continue;
      left.files.set(id, file);
      kept.set(id, file.size);
      room -= file.size;
    }
    const before = (await get<Entry[]>(name, store)) ?? [];
    const here = new Set(before.map(({ id }) => id));
    await set(name, [...before, ...left.entries.filter(({ id }) => !here.has(id))], store);
    const others = queues.map(([key]) => key).filter((key) => key !== name);
    await delMany(others, store);
    if (left.entries.length > 0) onLeft(left);
  }

  try {
    const queues: Array<[string, Entry[]]> = [];
    for (const [key, value] of await entries<string, Entry[]>(store)) {
      if (key.startsWith(prefix) && (key === name || (await hold(key, 0)))) queues.push([key, value]);
    }
    await takeOver(queues);
  } catch {
    // No storage here, as in some private windows.
  }
  late
    ?.then(async (former) => takeOver([[former, (await get<Entry[]>(former, store)) ?? []]]))
    .catch(() => undefined);

  return {
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

/**
 * The name of this tab, which it keeps over reloads. A copy of a tab gets another one, and so does a page whose predecessor
 * is slow to go: `late` then resolves with the name of the former queue once that is free.
 */
async function claimTab(prefix: string): Promise<{ tab: string; late?: Promise<string> }> {
  try {
    const before = sessionStorage.getItem(TAB);
    if (before !== null && (await hold(prefix + before, PATIENCE))) return { tab: before };
    const tab = makeId();
    sessionStorage.setItem(TAB, tab);
    await hold(prefix + tab, 0);
    if (before === null) return { tab };
    return { tab, late: hold(prefix + before, Number.POSITIVE_INFINITY).then(() => prefix + before) };
  } catch {
    return { tab: makeId() };
  }
}

/**
 * Holds a queue until the page is left. False when another page does.
 * @param patience ms to wait for it; without locks (plain HTTP) only what is worth waiting for is held, at once
 */
function hold(name: string, patience: number): Promise<boolean> {
  if (!('locks' in navigator)) return Promise.resolve(patience > 0);
  return new Promise((resolve) => {
    const how =
      patience === 0
        ? { ifAvailable: true }
        : Number.isFinite(patience)
          ? { signal: AbortSignal.timeout(patience) }
          : {};
    navigator.locks
      .request(name, how, (lock) => {
        resolve(lock !== null);
        // Never let go.
        return lock === null ? undefined : new Promise<never>(() => undefined);
      })
      .catch(() => resolve(false));
  });
}
