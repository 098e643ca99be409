import type { PageFacts } from './decoded.ts';
import type { ForeignKind, ThreadKind } from './kinds.ts';

/** What a decoder is asked for. */
export type DecodeJob = {
  file: string;
  kind: ForeignKind;
  maxPixels: number;
  /** From 1. */
  page: number;
  dpi: number | undefined;
  /** Where to write the pixels as a file that the imaging library reads; undefined = only the header is wanted. */
  output: string | undefined;
  /** Of a camera raw file, when developing it has taken too long. */
  previewOnly?: boolean;
};

export type ThreadJob = DecodeJob & { kind: ThreadKind };

/** What it answers: facts; or why the file is refused; or what went wrong, with the code of the system. */
export type DecodeReply =
  | { facts: PageFacts; refusal?: undefined; failure?: undefined }
  | { refusal: string; facts?: undefined; failure?: undefined }
  | { failure: string; code: string | undefined; facts?: undefined; refusal?: undefined };

/** What is sent to a thread: the job, and what another thread has compiled. */
export type Task = ThreadJob & { magick: WebAssembly.Module | undefined };

/** What comes back. */
export type Answer = {
  reply: DecodeReply;
  /** What this thread has compiled or was given. */
  magick: WebAssembly.Module | undefined;
  /** Whether the thread holds so much memory that it is better ended. */
  full: boolean;
};
