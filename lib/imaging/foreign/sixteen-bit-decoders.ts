import { readFileSync } from 'node:fs';
import type { Decoder } from '@cornerstonejs/codec-openjpeg/decodewasmjs';
import { Refusal } from './decoded.ts';

/** What a picture has to turn out as. */
export type Expected = { width: number; height: number; samples: number };

/** Packed bytes, and how they get to where a decoder wants them. */
export type Packed = { length: number; copyTo(room: Uint8Array): void };

export type LsDecoder = Decoder & { /** 0 = samples of a kind lie together. */ getInterleaveMode(): number };

/** Bytes of samples that a decoder sets aside. */
const LARGEST = 512 * 1024 * 1024;
const DAMAGED = 'the picture inside is damaged';

type Loaded = { jp2: () => Decoder; ls: () => LsDecoder };
const loading: { [Name in keyof Loaded]?: Promise<Loaded[Name]> } = {};

/** OpenJPEG, which unpacks one channel or three of up to 16 bits. Whoever asks deletes it. */
export async function createJpeg2000Decoder(): Promise<Decoder> {
  loading.jp2 ??= loadJpeg2000();
  return (await loading.jp2)();
}

/** CharLS, likewise. */
export async function createJpegLsDecoder(): Promise<LsDecoder> {
  loading.ls ??= loadJpegLs();
  return (await loading.ls)();
}

/** Refuses what has other sizes than expected, or too large ones. */
export function requireSize(found: Expected, { width, height, samples }: Expected): void {
  if (found.width !== width || found.height !== height || found.samples !== samples)
    throw new Refusal('the picture inside has another size than stated');
  if (width * height * samples * 2 > LARGEST) throw new Refusal('the frame is too large');
}

/**
 * Unpacks a picture. Refuses what is damaged or another one than expected.
 *
 * @returns samples in bytes or little-endian words, in the decoder's own memory: valid until anything else is unpacked
 */
export function unpackWith(
  decoder: Decoder,
  packed: Packed,
  expected: Expected,
): { bytes: Uint8Array; bits: number } {
  packed.copyTo(decoder.getEncodedBuffer(packed.length));
  run(decoder);
  const { width, height, componentCount, bitsPerSample: bits } = decoder.getFrameInfo();
  requireSize({ width, height, samples: componentCount }, expected);
  if (!(bits >= 1 && bits <= 16)) throw new Refusal(`samples of ${bits} bits are not supported`);
  const bytes = decoder.getDecodedBuffer();
  if (bytes.length < width * height * componentCount * (bits > 8 ? 2 : 1)) throw new Refusal(DAMAGED);
  return { bytes, bits };
}

/** What the libraries throw of themselves is a number. */
function run(decoder: Decoder): void {
  try {
    decoder.decode();
  } catch (error) {
    // A trap leaves the library in no state to go on with: whatever it runs in ends.
    if (error instanceof WebAssembly.RuntimeError) throw error;
    throw new Refusal(DAMAGED);
  }
}

const QUIET = { print: () => undefined, printErr: () => undefined };

function wasmOf(specifier: string): Uint8Array {
  return readFileSync(new URL(specifier));
}

async function loadJpeg2000(): Promise<Loaded['jp2']> {
  const { default: load } = await import('@cornerstonejs/codec-openjpeg/decodewasmjs');
  const wasmBinary = wasmOf(import.meta.resolve('@cornerstonejs/codec-openjpeg/decodewasm'));
  const { J2KDecoder } = await load({ wasmBinary, ...QUIET });
  return () => new J2KDecoder();
}

async function loadJpegLs(): Promise<Loaded['ls']> {
  const { default: load } = await import('@cornerstonejs/codec-charls/decodewasmjs');
  const wasmBinary = wasmOf(import.meta.resolve('@cornerstonejs/codec-charls/decodewasm'));
  const { JpegLSDecoder } = await load({ wasmBinary, ...QUIET });
  return () => new JpegLSDecoder();
}
