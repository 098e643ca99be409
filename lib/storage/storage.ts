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

/**
 * Where originals live. Paths are repository paths (no leading slash, already normalised); none of the
 * functions ever reaches outside the repository.
 */
export type Storage = {
  /** Facts of a file; undefined when nothing readable is there or it is a folder. */
  stat(path: string): Promise<FileFacts | undefined>;
  /** Whether a folder is there. */
  hasFolder(path: string): Promise<boolean>;
  /** A path on the local disk from which a decoder may read the file. */
  localFile(path: string): Promise<string>;
  /**
   * The file's bytes as a stream, or those of a range (both ends inclusive), and the size of the whole file.
   * Throws not_found when it has vanished.
   */
  read(path: string, range?: { start: number; end: number }): Promise<{ stream: Readable; size: number }>;
  /** Throws when the repository cannot be listed. For readiness checks. */
  check(): Promise<void>;
};
