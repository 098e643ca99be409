/** Where a file is to go: a folder that exists, or one of the folders that the settings offer, by its number. */
export type Destination = { folder: string; index?: number | undefined };

/** What to do with a name that is taken. `ask` lets the person decide. */
export type OnTaken = 'ask' | 'refuse' | 'rename' | 'replace';

/** What all images of an upload are called and found by; tags are separated by commas. */
export type Words = { title: string; tags: string };

/** Where files go, and what else was chosen for them. */
export type Place = { destination: Destination; onTaken: OnTaken; words?: Words | undefined };

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
  words?: Words | undefined;
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
  /**
   * Left by an earlier page, which may not have heard that the file had arrived: how often it is still looked whether what
   * has its name is this very file, as the server may be busy storing it.
   */
  looks?: number | undefined;
  /** Times in a row that the server was reached and had trouble. */
  attempts: number;
  problem?: string | undefined;
  image?: StoredImage | undefined;
};

export type NewEntry = Pick<Entry, 'id' | 'name' | 'relative' | 'size' | 'modified'>;

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
