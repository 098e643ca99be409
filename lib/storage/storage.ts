import type { Readable } from 'node:stream';

/** What is known of a stored file without reading it. */
export type FileFacts = {
  /** Bytes. */
  size: number;
  /** Milliseconds since 1970, whole. */
  time: number;
  /** Changes whenever the file's content is replaced; safe in file names and cache keys. */
  version: string;
};

/** What lies directly in a folder. Names starting with a dot are left out; links count as what they lead to. */
export type Listing = {
  /** Names in no particular order. */
  files: string[];
  folders: string[];
  /** Changes when an entry comes or goes; not when a file's content changes. */
  version: string;
  /** False when the last change is so recent that another one might not change the version. */
  settled: boolean;
};

/** A file that has arrived in full but has no place in the repository yet. It ends with one of the three calls. */
export type StagedFile = {
  /** Where a decoder may read it. */
  localPath: string;
  /** Bytes. */
  size: number;
  /** Hexadecimal digits. */
  sha256: string;
  /** The first bytes, up to 64 KiB, to tell its kind by. */
  head: Buffer;
  /** Puts it at a path whose folder is there. Throws conflict when something is there already, and stays staged. */
  placeNew(to: string): Promise<void>;
  /** Puts it at a path in place of the file there, if any; readers see either the old or the new one whole. */
  replace(to: string): Promise<void>;
  /** Throws it away. Harmless when it has been placed. */
  discard(): Promise<void>;
};

/**
 * A move of which the first half is done: the file is at both places, and a note of it outlives the process.
 * Between the halves its record is changed; the record then tells which half is to be the last.
 */
export type PendingMove = {
  from: string;
  to: string;
  /** What whoever began it wants to know when it is found again. */
  note: string;
  /** Takes the file away from where it was. May be repeated. */
  finish(): Promise<void>;
  /** Takes the file away from where it was to go. May be repeated. */
  undo(): Promise<void>;
};

/** Where deleted files and folders wait. An entry is a name of letters, digits, `_` and `-`, never used twice. */
export type Trash = {
  /** Moves a file or folder into the trash. Throws not_found when it is not there. */
  put(path: string, kind: 'image' | 'folder', entry: string): Promise<void>;
  /** Moves it back to a path; missing folders above are made. Throws conflict when that is taken, not_found without it. */
  restore(entry: string, to: string): Promise<void>;
  /** Deletes it for good. Absent is fine. */
  remove(entry: string): Promise<void>;
  /** Whether something lies under this entry. */
  has(entry: string): Promise<boolean>;
  /** A path on the local disk from which a decoder may read the file of an entry. Throws not_found without it. */
  localFile(entry: string): Promise<string>;
};

/**
 * Files that the server has made for people to download, on shelves of their own. Names of shelves and files are letters,
 * digits, `_` and `-`, a file's with an extension.
 */
export type Exports = {
  /**
   * Writes a file as it comes; it is there whole or not at all. Returns its bytes. Rejects with what the stream or the
   * signal ends with; nothing is left behind then.
   * @param content opened when everything is ready for it
   */
  write(shelf: string, name: string, content: () => Readable, signal: AbortSignal): Promise<number>;
  /** Facts of a file; undefined when it is not there. */
  stat(shelf: string, name: string): Promise<FileFacts | undefined>;
  /** A file's bytes, or those of a range. Throws not_found. */
  read(
    shelf: string,
    name: string,
    range?: { start: number; end: number },
  ): Promise<{ stream: Readable; size: number }>;
  /** Deletes a file, and its shelf when that is empty then. Absent is fine. */
  remove(shelf: string, name: string): Promise<void>;
  /** Deletes a shelf with all its files. Absent is fine. */
  removeShelf(shelf: string): Promise<void>;
  /** Files that were finished longer ago than this, by shelf. What was left half written that long ago is deleted. */
  aged(olderThanMs: number): AsyncIterable<{ shelf: string; names: string[] }>;
};

/** What is kept of a file that arrives in parts. */
export type Arrival = {
  /** What whoever began it wants to know of it later. */
  note: string;
  /** Bytes that have arrived; undefined when they have been used up or thrown away. */
  bytes: number | undefined;
};

/**
 * Files that arrive in parts, over minutes or days and across restarts. An id is `<owner>-<name>`: digits, then letters,
 * digits and `-`.
 */
export type Arrivals = {
  /** Throws conflict when there is one of this id. */
  begin(id: string, note: string): Promise<void>;
  look(id: string): Promise<Arrival | undefined>;
  /**
   * Writes a part behind the bytes that are there; returns how many there are then. What came before the stream broke off
   * or the signal was given is kept. Throws too_large when there would be more than `maxBytes` in all.
   */
  append(
    id: string,
    at: number,
    content: Readable,
    limits: { maxBytes: number; signal: AbortSignal },
  ): Promise<number>;
  /** The first bytes, up to 64 KiB. */
  head(id: string): Promise<Buffer>;
  /** The file as one that has arrived in full. Throws not_found. */
  complete(id: string): Promise<StagedFile>;
  /** Throws the bytes away that are left, and keeps a new note. */
  settle(id: string, note: string): Promise<void>;
  /** Throws bytes and note away. */
  remove(id: string): Promise<void>;
  /** How many files of an owner have bytes here. */
  countOpen(owner: string): Promise<number>;
  /** Removes those to which nothing has happened for so long. */
  sweep(olderThanMs: number): Promise<void>;
};

/**
 * Where originals live. Paths are repository paths (no leading slash, already normalised; "" is the root);
 * none of the functions ever reaches outside the repository or into what is kept there for the server itself.
 */
export type Storage = {
  /** Facts of a file; undefined when nothing readable is there or it is a folder. */
  stat(path: string): Promise<FileFacts | undefined>;
  /** Whether a folder is there. */
  hasFolder(path: string): Promise<boolean>;
  /** What lies in a folder; undefined when there is none. */
  list(path: string): Promise<Listing | undefined>;
  /** What `list` would say about its version, without reading the names. */
  listVersion(path: string): Promise<Pick<Listing, 'version' | 'settled'> | undefined>;
  /** A path on the local disk from which a decoder may read the file. */
  localFile(path: string): Promise<string>;
  /**
   * The file's bytes as a stream, or those of a range (both ends inclusive), and the size of the whole file.
   * Throws not_found when it has vanished.
   */
  read(path: string, range?: { start: number; end: number }): Promise<{ stream: Readable; size: number }>;
  /** Makes a folder and those above it. Nothing happens when it is there; throws conflict when a file is in the way. */
  makeFolder(path: string): Promise<void>;
  /** Moves a file into a folder that is there. Throws conflict when something is at `to`, not_found when nothing is at `from`. */
  moveFile(from: string, to: string): Promise<void>;
  /** First half of moveFile, for a file that has a record. Errors as there. */
  beginMove(from: string, to: string, note: string): Promise<PendingMove>;
  /** Moves that were begun at least so many ms ago and neither finished nor undone. */
  pendingMoves(olderThanMs: number): Promise<PendingMove[]>;
  /** Moves a folder to where its parent is. Throws conflict when something is at `to`, not_found when no folder is at `from`. */
  moveFolder(from: string, to: string): Promise<void>;
  /**
   * Takes in a file. Throws too_large beyond the limit, and whatever the stream or the signal ends with; nothing
   * is left behind then.
   */
  stage(content: Readable, limits: { maxBytes: number; signal?: AbortSignal }): Promise<StagedFile>;
  /** Deletes a file for good. Absent is fine. */
  removeFile(path: string): Promise<void>;
  arrivals: Arrivals;
  trash: Trash;
  exports: Exports;
  /** Deletes files staged longer ago than this: what killed processes left behind. */
  emptyStaging(olderThanMs: number): Promise<void>;
  /** Throws when the repository cannot be listed. For readiness checks. */
  check(): Promise<void>;
};
