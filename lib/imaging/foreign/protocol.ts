import type { PageFacts } from './decoded.ts';
import type { DecoderKind, ForeignKind } from './kinds.ts';

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

export type DecoderJob = DecodeJob & { kind: DecoderKind };

/** What it answers: facts, or why the file is refused. Failures are told apart. */
export type DecodeReply = { facts: PageFacts; refusal?: undefined } | { refusal: string; facts?: undefined };

export type DecodeTraffic = { job: DecoderJob; reply: DecodeReply };
