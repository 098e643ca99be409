import {
  type Entry,
  fileKey,
  isOver,
  type NameCheck,
  type NewEntry,
  type Place,
  type StoredImage,
  type Twin,
} from './entry.ts';

/**
 * The queue of uploads as data: what has become of each file and what may happen next. Pure; the engine beside it talks to
 * the server.
 */

/** Why nothing is sent at the moment. */
export type Pause = 'offline' | 'signed-out' | undefined;

export type Queue = { entries: readonly Entry[]; pause: Pause };

export type Decision = 'skip' | 'upload' | 'rename' | 'replace';

export type Action =
  | ({ type: 'add'; files: readonly NewEntry[] } & Place)
  | { type: 'restore'; entries: readonly Entry[] }
  | { type: 'hashing'; id: string; hashed: number }
  | { type: 'hashed'; id: string; sha256: string }
  | { type: 'checked'; checks: ReadonlyMap<string, NameCheck> }
  | { type: 'known'; twins: ReadonlyMap<string, readonly Twin[]> }
  | { type: 'decide'; ids: readonly string[]; decision: Decision }
  | { type: 'start'; id: string }
  | { type: 'address'; id: string; url: string | undefined }
  | { type: 'sent'; id: string; sent: number }
  | { type: 'done'; id: string; image: StoredImage }
  | { type: 'failed'; id: string; problem: string }
  | { type: 'interrupted'; id: string; trouble: boolean }
  | { type: 'taken'; id: string }
  | { type: 'missing'; ids: readonly string[] }
  | { type: 'retry'; ids: readonly string[] }
  | { type: 'remove'; ids: readonly string[] }
  | { type: 'pause'; pause: Pause };

export const EMPTY: Queue = { entries: [], pause: undefined };

/** Times in a row that a server in trouble is asked again before a file counts as failed. */
const MOST_ATTEMPTS = 8;

/** Times that a file of an earlier page is looked for under its name. */
const LOOKS = 3;

/** The queue after something has happened. The same object when nothing changes. */
export function reduce(queue: Queue, action: Action): Queue {
  switch (action.type) {
    case 'add':
      return add(queue, action);
    case 'restore':
      return { ...queue, entries: [...queue.entries, ...action.entries.map(restored)] };
    case 'hashing':
      return change(queue, [action.id], (entry) => ({ ...entry, hashed: action.hashed }));
    case 'hashed':
      return change(queue, [action.id], (entry) => ({ ...entry, hashed: 1, sha256: action.sha256 }));
    case 'checked':
      return settleAll(queue, action.checks, (entry, check) => ({ ...entry, check }));
    case 'known':
      return settleAll(queue, action.twins, (entry, twins) => ({ ...entry, twins }));
    case 'decide':
      return decide(queue, action.ids, action.decision);
    case 'start':
      return change(queue, [action.id], (entry) => ({ ...entry, status: 'sending', problem: undefined }));
    case 'address':
      return change(queue, [action.id], (entry) => ({ ...entry, url: action.url }));
    case 'sent':
      return change(queue, [action.id], (entry) => sentSoFar(entry, action.sent));
    case 'done':
      return change(queue, [action.id], (entry) => ({
        ...entry,
        status: 'done',
        sent: entry.size,
        image: action.image,
        attempts: 0,
        problem: undefined,
      }));
    case 'failed':
      return change(queue, [action.id], (entry) => ({
        ...entry,
        status: 'failed',
        problem: action.problem,
        url: undefined,
      }));
    case 'interrupted':
      return change(queue, [action.id], (entry) => interrupted(entry, action.trouble));
    case 'taken':
      // Somebody else was quicker. Whoever decides wants to see what has the name now.
      return change(queue, [action.id], (entry) =>
        entry.onTaken === 'ask'
          ? {
              ...entry,
              status: 'hashing',
              check: undefined,
              // It may be this file itself that has the name.
              twins: entry.looks ? undefined : entry.twins,
              url: undefined,
              sent: 0,
            }
          : nameTaken(entry),
      );
    case 'missing':
      return change(queue, action.ids, (entry) => ({ ...entry, status: 'missing' }));
    case 'retry':
      return change(queue, action.ids, again);
    case 'remove': {
      const gone = new Set(action.ids);
      const entries = queue.entries.filter(({ id }) => !gone.has(id));
      return entries.length === queue.entries.length ? queue : { ...queue, entries };
    }
    case 'pause':
      return queue.pause === action.pause ? queue : { ...queue, pause: action.pause };
  }
}

function change(queue: Queue, ids: readonly string[], how: (entry: Entry) => Entry): Queue {
  const wanted = new Set(ids);
  let changed = false;
  const entries = queue.entries.map((entry) => {
    if (!wanted.has(entry.id)) return entry;
    const next = how(entry);
    changed ||= next !== entry;
    return next;
  });
  return changed ? { ...queue, entries } : queue;
}

/** Files that are in the queue already are not added again; one that was missing has been found. */
function add(
  queue: Queue,
  { files, destination, onTaken, words }: { files: readonly NewEntry[] } & Place,
): Queue {
  const here = new Set(
    queue.entries
      .filter((entry) => !isOver(entry))
      .map((entry) => JSON.stringify([fileKey(entry), entry.destination])),
  );
  const fresh = files.filter((file) => !here.has(JSON.stringify([fileKey(file), destination])));
  if (fresh.length === 0) return queue;
  const added = fresh.map(
    (file): Entry => ({
      ...file,
      destination,
      onTaken,
      words,
      status: 'hashing',
      hashed: 0,
      twinsAccepted: false,
      sent: 0,
      attempts: 0,
    }),
  );
  return { ...queue, entries: [...queue.entries, ...added] };
}

/** What was under way when the page was left is taken up where it was. */
function restored(before: Entry): Entry {
  if (isOver(before)) return before;
  const entry = { ...before, looks: LOOKS };
  if (entry.status === 'sending' || entry.status === 'checking') return { ...entry, status: 'waiting' };
  if (entry.status !== 'hashing') return entry;
  // What the server said of it before may no longer hold.
  return { ...entry, hashed: entry.sha256 === undefined ? 0 : 1, check: undefined, twins: undefined };
}

function settleAll<Found>(
  queue: Queue,
  found: ReadonlyMap<string, Found>,
  take: (entry: Entry, found: Found) => Entry,
): Queue {
  // Paths that files of this queue are about to get.
  const wanted = new Set(
    queue.entries.flatMap(({ status, check }) =>
      status !== 'hashing' && status !== 'failed' && status !== 'skipped' && check?.src ? [check.src] : [],
    ),
  );
  let changed = false;
  const entries = queue.entries.map((entry) => {
    const news = found.get(entry.id);
    if (news === undefined || entry.status !== 'hashing') return entry;
    changed = true;
    const next = settled(take(entry, news), wanted);
    if (next.status === 'waiting' && next.check?.src) wanted.add(next.check.src);
    return next;
  });
  return changed ? { ...queue, entries } : queue;
}

/** What becomes of a file of which name and content have been looked at. */
function settled(entry: Entry, wanted: ReadonlySet<string>): Entry {
  const { check } = entry;
  if (check?.refused) return { ...entry, status: 'failed', problem: check.refused };
  if (!check || !entry.twins) return entry;
  if (check.taken && entry.looks) return lookedAgain(entry, check);
  if (entry.twins.length > 0 && !entry.twinsAccepted) return { ...entry, status: 'duplicate' };
  // Two files of one queue never replace each other.
  if (check.src !== null && wanted.has(check.src) && !check.taken) {
    return { ...entry, status: 'waiting', onTaken: 'rename' };
  }
  return check.taken ? nameTaken(entry) : { ...entry, status: 'waiting' };
}

/** A file that was left by an earlier page, and whose name is taken: by itself, if it arrived just as that page was left. */
function lookedAgain(entry: Entry, { src, image }: NameCheck): Entry {
  const isOwn = entry.twins?.some((twin) => twin.src === src);
  if (isOwn && image) {
    return { ...entry, status: 'done', sent: entry.size, image, attempts: 0, url: undefined };
  }
  return { ...entry, looks: (entry.looks ?? 0) - 1, check: undefined, twins: undefined };
}

function nameTaken(entry: Entry): Entry {
  if (entry.onTaken === 'ask') return { ...entry, status: 'conflict', url: undefined };
  if (entry.onTaken === 'refuse') {
    return { ...entry, status: 'failed', problem: 'A file of this name exists already.', url: undefined };
  }
  return { ...entry, status: 'waiting' };
}

function decide(queue: Queue, ids: readonly string[], decision: Decision): Queue {
  return change(queue, ids, (entry) => {
    if (entry.status !== 'duplicate' && entry.status !== 'conflict') return entry;
    if (decision === 'skip') return { ...entry, status: 'skipped' };
    if (decision === 'upload') {
      const accepted = { ...entry, twinsAccepted: true };
      return entry.check?.taken ? nameTaken(accepted) : { ...accepted, status: 'waiting' };
    }
    return { ...entry, status: 'waiting', onTaken: decision };
  });
}

function sentSoFar(entry: Entry, sent: number): Entry {
  if (entry.status !== 'sending' && entry.status !== 'checking') return entry;
  const status = sent >= entry.size ? 'checking' : 'sending';
  // What has arrived shows that the server is well.
  const attempts = sent > entry.sent ? 0 : entry.attempts;
  return entry.sent === sent && entry.status === status ? entry : { ...entry, sent, status, attempts };
}

/** A connection that breaks is waited for, however long; a server in trouble is not asked for ever. */
function interrupted(entry: Entry, trouble: boolean): Entry {
  if (entry.status !== 'sending' && entry.status !== 'checking') return entry;
  const attempts = entry.attempts + (trouble ? 1 : 0);
  if (attempts < MOST_ATTEMPTS) return { ...entry, status: 'waiting', attempts };
  return { ...entry, status: 'failed', attempts, problem: 'The server does not answer as it should.' };
}

function again(entry: Entry): Entry {
  if (entry.status !== 'failed' && entry.status !== 'missing' && entry.status !== 'skipped') return entry;
  // Looked at anew: names may be free by now, and what was refused may have been put right.
  return {
    ...entry,
    status: 'hashing',
    check: undefined,
    twins: undefined,
    attempts: 0,
    problem: undefined,
    sent: 0,
  };
}
