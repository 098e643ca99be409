import { ApiFailure } from '../client/api.ts';
import { wish } from '../client/events.ts';
import { folderOf } from '../client/places.ts';
import { type Entry, fileKey, type Place } from './entry.ts';
import type { HashNews, HashWish } from './hash-worker.ts';
import { type KeptQueue, type LeftQueue, openKeptQueue } from './kept-queue.ts';
import { checkNames, findTwins, sameDestination } from './look-up.ts';
import { makeId } from './make-id.ts';
import { type Action, type Decision, EMPTY, type Queue, reduce } from './queue.ts';
import { nextToSend, summarise } from './queue-summary.ts';
import { isReadable, type Sending, type Sent, sendFile } from './send-file.ts';
import { createTimers } from './timers.ts';

/** A file that somebody has chosen, with its place below what was chosen. */
export type PickedFile = { file: File; relative: string };

/** Files under way at a time. */
const PLACES = 3;
/** Milliseconds: listeners hear of changes at most so often; the queue is saved and folders are told of a little later. */
const TELL = 60;
const SAVE = 400;
const FOLDERS = 800;
/** Milliseconds before a server that cannot be reached is tried again; longer each time. */
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15_000;
/** Milliseconds that sending waits at most until what was chosen is kept for a reload. */
const KEEPING = 3000;

/** The uploads of this page: they go on while somebody walks from page to page. */
export type Uploads = {
  queue(): Queue;
  /** Calls back after changes; returns what ends that. */
  subscribe(listener: () => void): () => void;
  add(files: readonly PickedFile[], place: Place): void;
  decide(ids: readonly string[], decision: Decision): void;
  retry(ids: readonly string[]): void;
  /** Stops and forgets files; what the server has of them is thrown away. */
  remove(ids: readonly string[]): void;
  /** Tries at once instead of after a while. */
  goOn(): void;
  /** The file itself, as long as the page has it. */
  fileOf(id: string): File | undefined;
};

let made: Uploads | undefined;

/** The uploads of this page, for the person who is signed in. */
export function uploadsOf(userId: number): Uploads {
  made ??= createUploads(userId);
  return made;
}

function createUploads(userId: number): Uploads {
  let queue = EMPTY;
  let kept: KeptQueue | undefined;
  const files = new Map<string, File>();
  const sending = new Map<string, Sending>();
  const hashing = new Set<string>();
  const listeners = new Set<() => void>();
  const folders = new Set<string>();
  /** Files that are kept and no longer needed. */
  const unneeded = new Set<string>();
  const soon = createTimers();
  /** How often files are being kept right now. */
  let keeping = 0;
  let asking = false;
  let wait = FIRST_WAIT;
  let worker: Worker | undefined;

  function dispatch(action: Action): void {
    const next = reduce(queue, action);
    if (next === queue) return;
    queue = next;
    soon('tell', TELL, () => {
      for (const listener of listeners) listener();
    });
    if (action.type !== 'sent' && action.type !== 'hashing') {
      soon('save', SAVE, () => void save());
      soon('pump', 0, pump);
    }
  }

  /** Files go after the queue that does without them: a page that ends in between must not miss them. */
  async function save(): Promise<void> {
    const gone = [...unneeded];
    unneeded.clear();
    await kept?.save(queue.entries);
    if (gone.length > 0) await kept?.forgetFiles(gone);
  }

  /** Begins whatever can be begun. */
  function pump(): void {
    for (const entry of queue.entries) {
      if (entry.status === 'hashing' && entry.sha256 === undefined) hash(entry);
    }
    if (queue.pause !== undefined) return;
    if (!asking && queue.entries.some(isOpenQuestion)) soon('ask', 40, () => void ask());
    if (keeping > 0) return;
    for (const entry of nextToSend(queue, PLACES)) send(entry);
  }

  /** Keeps files before they are sent, so that what is seen to be under way outlives a reload. */
  async function keep(ids: readonly string[]): Promise<void> {
    const store = async () => {
      const place = await opened;
      await place.keepFiles(ids.flatMap((id) => (files.has(id) ? [[id, files.get(id) as File]] : [])));
      await place.save(queue.entries);
    };
    keeping += 1;
    await Promise.race([
      store().catch(() => undefined),
      new Promise((resolve) => setTimeout(resolve, KEEPING)),
    ]);
    keeping -= 1;
    soon('pump', 0, pump);
  }

  function hash({ id }: Entry): void {
    const file = files.get(id);
    if (hashing.has(id)) return;
    if (!file) return dispatch({ type: 'missing', ids: [id] });
    worker ??= startWorker();
    hashing.add(id);
    worker.postMessage({ id, file } satisfies HashWish, []);
  }

  function startWorker(): Worker {
    const started = new Worker(new URL('./hash-worker.ts', import.meta.url), { type: 'module' });
    started.addEventListener('message', ({ data }: MessageEvent<HashNews>) => {
      if ('hashed' in data) return dispatch({ type: 'hashing', ...data });
      hashing.delete(data.id);
      if ('sha256' in data) dispatch({ type: 'hashed', ...data });
      else lost(data.id);
    });
    return started;
  }

  function lost(id: string): void {
    files.delete(id);
    dispatch({ type: 'missing', ids: [id] });
  }

  /** Asks the server about names and contents, one question at a time. */
  async function ask(): Promise<void> {
    if (asking || queue.pause !== undefined) return;
    asking = true;
    const looked = queue.entries.filter(({ status }) => status === 'hashing');
    const unnamed = sameDestination(looked.filter(({ check }) => check === undefined));
    const unknown = looked.filter(({ sha256, twins }) => sha256 !== undefined && twins === undefined);
    let asked = unnamed;
    try {
      const [first] = unnamed;
      if (first) dispatch({ type: 'checked', checks: await checkNames(unnamed, first.destination) });
      asked = unknown;
      if (unknown.length > 0) dispatch({ type: 'known', twins: await findTwins(unknown) });
      wait = FIRST_WAIT;
    } catch (error) {
      const status = error instanceof ApiFailure ? error.status : 0;
      if (status === 401) dispatch({ type: 'pause', pause: 'signed-out' });
      else if (status === 0 || status === 429 || status >= 500) breakOff();
      else {
        const problem = error instanceof Error ? error.message : '';
        for (const { id } of asked) dispatch({ type: 'failed', id, problem });
      }
    } finally {
      asking = false;
    }
    soon('pump', 0, pump);
  }

  function send(entry: Entry): void {
    const { id } = entry;
    const file = files.get(id);
    if (!file) return dispatch({ type: 'missing', ids: [id] });
    dispatch({ type: 'start', id });
    const started = sendFile(entry, file, {
      address: (url) => dispatch({ type: 'address', id, url }),
      sent: (sent) => dispatch({ type: 'sent', id, sent }),
    });
    sending.set(id, started);
    void started.ended.then((sent) => ended(entry, file, sent));
  }

  async function ended({ id }: Entry, file: File, sent: Sent): Promise<void> {
    sending.delete(id);
    switch (sent.kind) {
      case 'done':
        wait = FIRST_WAIT;
        dispatch({ type: 'done', id, image: sent.image });
        folders.add(folderOf(sent.image.src));
        soon('folders', FOLDERS, tellFolders);
        return forget([id]);
      case 'refused':
        if (sent.status === 409 && sent.text.includes('already exists'))
          return dispatch({ type: 'taken', id });
        return dispatch({ type: 'failed', id, problem: sent.text });
      case 'signed-out':
        dispatch({ type: 'pause', pause: 'signed-out' });
        return dispatch({ type: 'interrupted', id, trouble: false });
      case 'broken':
      case 'trouble':
        // A file that was changed or removed looks like a broken connection.
        if (!(await isReadable(file))) return lost(id);
        breakOff();
        return dispatch({ type: 'interrupted', id, trouble: sent.kind === 'trouble' });
    }
  }

  function tellFolders(): void {
    for (const folder of folders) wish('folder-changed', { folder });
    folders.clear();
  }

  function forget(ids: readonly string[]): void {
    for (const id of ids) {
      files.delete(id);
      unneeded.add(id);
    }
    soon('save', SAVE, () => void save());
  }

  /** Waits for the connection, and tries again by itself after a while. */
  function breakOff(): void {
    dispatch({ type: 'pause', pause: 'offline' });
    soon('again', wait, () => {
      // Without any network the browser tells when there is one.
      if (navigator.onLine) goOn();
    });
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }

  function goOn(): void {
    dispatch({ type: 'pause', pause: undefined });
    soon('pump', 0, pump);
  }

  /** Goes on with what an earlier page has left. */
  function restore(left: LeftQueue): void {
    for (const [id, file] of left.files) if (!files.has(id)) files.set(id, file);
    const here = new Set(queue.entries.map(({ id }) => id));
    const entries = left.entries.filter(({ id }) => !here.has(id));
    if (entries.length > 0) dispatch({ type: 'restore', entries });
    soon('pump', 0, pump);
  }

  addEventListener('offline', () => dispatch({ type: 'pause', pause: 'offline' }));
  addEventListener('online', () => {
    wait = FIRST_WAIT;
    goOn();
  });
  addEventListener('beforeunload', (event) => {
    if (summarise(queue).active) event.preventDefault();
  });
  const opened = openKeptQueue(userId, restore);
  void opened.then((store) => {
    kept = store;
    soon('save', SAVE, () => void save());
  });

  return {
    queue: () => queue,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add(picked, { destination, onTaken, words }) {
      const missing = new Map(
        queue.entries.filter(({ status }) => status === 'missing').map((entry) => [fileKey(entry), entry.id]),
      );
      const found: string[] = [];
      const fresh = picked.flatMap(({ file, relative }) => {
        const entry = {
          id: makeId(),
          name: file.name,
          relative,
          size: file.size,
          modified: file.lastModified,
        };
        const known = missing.get(fileKey(entry));
        files.set(known ?? entry.id, file);
        if (known !== undefined) found.push(known);
        return known === undefined ? [entry] : [];
      });
      dispatch({ type: 'retry', ids: found });
      dispatch({ type: 'add', files: fresh, destination, onTaken, words });
      const here = new Set(queue.entries.map(({ id }) => id));
      const unwanted = fresh.filter(({ id }) => !here.has(id));
      for (const { id } of unwanted) files.delete(id);
      const wanted = [...found, ...fresh.map(({ id }) => id)];
      void keep(wanted);
    },
    decide(ids, decision) {
      dispatch({ type: 'decide', ids, decision });
    },
    retry(ids) {
      dispatch({ type: 'retry', ids });
      goOn();
    },
    remove(ids) {
      for (const id of ids) {
        sending.get(id)?.stop(true);
        sending.delete(id);
      }
      dispatch({ type: 'remove', ids });
      forget(ids);
    },
    goOn,
    fileOf: (id) => files.get(id),
  };
}

/** Whether the server is still to be asked about a file. */
function isOpenQuestion({ status, check, sha256, twins }: Entry): boolean {
  return status === 'hashing' && (check === undefined || (sha256 !== undefined && twins === undefined));
}
