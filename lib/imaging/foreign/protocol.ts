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
};

export type ThreadJob = DecodeJob & { kind: ThreadKind };

/** What it answers: facts; or why the file is refused; or what went wrong, with the code of the system. */
export type DecodeReply =
  | { facts: PageFacts; refusal?: undefined; failure?: undefined }
  | { refusal: string; facts?: undefined; failure?: undefined }
  | { failure: string; code: string | undefined; facts?: undefined; refusal?: undefined };
