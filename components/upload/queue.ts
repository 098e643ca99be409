/**
 * The queue of uploads as data: what has become of each file and what may happen next. Pure; the engine beside it talks to
 * the server.
 */

/** Where a file is to go: a folder that exists, or one of the folders that the settings offer, by its number. */
export type Destination = { folder: string; index?: number | undefined };

/** What to do with a name that is taken. `ask` lets the person decide. */
export type OnTaken = 'ask' | 'refuse' | 'rename' | 'replace';

/**
 * - hashing: looked at here and on the server, before anything is sent
 * - duplicate, conflict: wait for a decision
 * - waiting, sending, checking (all is sent, the server looks at it), done, failed
 * - missing: the browser has lost the file; it must be chosen again
 * - skipped: by decision
 */
export type Status =
  | 'hashing'
  | 'duplicate'
  | 'conflict'
  | 'waiting'
  | 'sending'
  | 'checking'
  | 'done'
  | 'failed'
  | 'missing'
  | 'skipped';

/** An image with the same content. */
export type Twin = { id: number; src: string; width: number; height: number; bytes: number };

/** An image as answers of the API have it, as far as it matters here. */
export type StoredImage = {
  id: number;
  src: string;
  filename: string;
  width: number;
  height: number;
  url: string;
};

/** What the server says about a name before anything is sent. */
export type NameCheck = {
  src: string | null;
  taken: boolean;
  image: StoredImage | null;
  refused: string | null;
};

export type Entry = {
  /** Also the key by which the server knows the upload again. */
  id: string;
  name: string;
  /** Place below the destination, with folders: `holiday/a.jpg`. */
  relative: string;
  /** Bytes. */
  size: number;
  /** Of the file, ms since 1970. */
  modified: number;
  destination: Destination;
  onTaken: OnTaken;
  status: Status;
  /** How much of the file has been hashed, 0..1. */
  hashed: number;
  sha256?: string | undefined;
  twins?: readonly Twin[] | undefined;
  /** Copies do not matter: somebody has decided to upload it all the same. */
  twinsAccepted: boolean;
  check?: NameCheck | undefined;
  /** Bytes that were sent. */
  sent: number;
  /** Address of the upload, once the server has made one. */
  url?: string | undefined;
  /** Times in a row that the server was reached and had trouble. */
  attempts: number;
  problem?: string | undefined;
  image?: StoredImage | undefined;
};

/** Why nothing is sent at the moment. */
export type Pause = 'offline' | 'signed-out' | undefined;

export type Queue = { entries: readonly Entry[]; pause: Pause };

export type NewEntry = Pick<Entry, 'id' | 'name' | 'relative' | 'size' | 'modified'>;

export type Decision = 'skip' | 'upload' | 'rename' | 'replace';

export type Action =
  | { type: 'add'; files: readonly NewEntry[]; destination: Destination; onTaken: OnTaken }
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

const OVER: ReadonlySet<Status> = new Set(['done', 'failed', 'skipped']);

/** Whether nothing more will happen to a file by itself or by a decision. */
export function isOver({ status }: Pick<Entry, 'status'>): boolean {
  return OVER.has(status);
}

export function isSameDestination(a: Destination, b: Destination): boolean {
  return a.folder === b.folder && a.index === b.index;
}

/** The same for the same file of this computer, as far as a browser tells. */
export function fileKey({ relative, size, modified }: Omit<NewEntry, 'id' | 'name'>): string {
  return JSON.stringify([relative, size, modified]);
}

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
          ? { ...entry, status: 'hashing', check: undefined, url: undefined, sent: 0 }
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
  { files, destination, onTaken }: { files: readonly NewEntry[]; destination: Destination; onTaken: OnTaken },
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
function restored(entry: Entry): Entry {
  if (entry.status === 'sending' || entry.status === 'checking') return { ...entry, status: 'waiting' };
  return entry.status === 'hashing' ? { ...entry, hashed: entry.sha256 === undefined ? 0 : 1 } : entry;
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
  if (entry.twins.length > 0 && !entry.twinsAccepted) return { ...entry, status: 'duplicate' };
  // Two files of one queue never replace each other.
  if (check.src !== null && wanted.has(check.src) && !check.taken) {
    return { ...entry, status: 'waiting', onTaken: 'rename' };
  }
  return check.taken ? nameTaken(entry) : { ...entry, status: 'waiting' };
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
