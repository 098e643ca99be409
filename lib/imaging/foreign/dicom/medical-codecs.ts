import { readFileSync } from 'node:fs';
import type { Decoder } from '@cornerstonejs/codec-openjpeg/decodewasmjs';
import { Refusal } from '../decoded.ts';
import { readJpegFrame } from './jpeg-header.ts';

/** Pixels of a frame, interleaved or in planes, in bytes or little-endian words. */
export type MedicalPixels = { bytes: Buffer; bits: number; planar: boolean };

type Expected = { width: number; height: number; samples: number };

/** Bytes of samples that a decoder sets aside. */
const LARGEST = 512 * 1024 * 1024;
const CODESTREAM = 0xff_4f_ff_51;
const LOSSLESS_SEGMENT = 0x37;

type Loaded = { jp2: () => Decoder; ls: () => Decoder & { getInterleaveMode(): number } };
const loading: { [Name in keyof Loaded]?: Promise<Loaded[Name]> } = {};

/** Unpacks a codestream of JPEG 2000, in up to 16 bits. Refuses what is damaged or another picture than expected. */
export async function unpackJpeg2000(packed: Buffer, expected: Expected): Promise<MedicalPixels> {
  requireSize(codestreamSize(packed), expected);
  loading.jp2 ??= loadJpeg2000();
  const decoder = (await loading.jp2)();
  return { ...decode(decoder, packed, expected), planar: false };
}

/** Unpacks a JPEG-LS of up to 16 bits. Refusals as above. */
export async function unpackJpegLs(packed: Buffer, expected: Expected): Promise<MedicalPixels> {
  const { process, width, height, components } = readJpegFrame(packed);
  if (process !== LOSSLESS_SEGMENT) throw new Refusal('the JPEG inside is of another kind than stated');
  requireSize({ width, height, samples: components }, expected);
  loading.ls ??= loadJpegLs();
  const decoder = (await loading.ls)();
  let planar = false;
  const found = decode(decoder, packed, expected, () => {
    planar = expected.samples > 1 && decoder.getInterleaveMode() === 0;
  });
  return { ...found, planar };
}

/** Source: ITU-T T.800, annex A.5.1; one grid of samples, as medical pictures have it. */
function codestreamSize(packed: Buffer): Expected {
  if (packed.length < 42 || packed.readUInt32BE(0) !== CODESTREAM)
    throw new Refusal('the JPEG 2000 inside is damaged');
  return {
    width: packed.readUInt32BE(8) - packed.readUInt32BE(16),
    height: packed.readUInt32BE(12) - packed.readUInt32BE(20),
    samples: packed.readUInt16BE(40),
  };
}

function requireSize(found: Expected, { width, height, samples }: Expected): void {
  if (found.width !== width || found.height !== height || found.samples !== samples)
    throw new Refusal('the picture inside has another size than stated');
  if (width * height * samples * 2 > LARGEST) throw new Refusal('the frame is too large');
}

function decode(
  decoder: Decoder,
  packed: Buffer,
  expected: Expected,
  after?: () => void,
): { bytes: Buffer; bits: number } {
  try {
    decoder.getEncodedBuffer(packed.length).set(packed);
    run(decoder);
    const { width, height, componentCount, bitsPerSample: bits } = decoder.getFrameInfo();
    requireSize({ width, height, samples: componentCount }, expected);
    if (!(bits >= 1 && bits <= 16)) throw new Refusal(`samples of ${bits} bits are not supported`);
    const bytes = Buffer.from(decoder.getDecodedBuffer());
    if (bytes.length < width * height * componentCount * (bits > 8 ? 2 : 1))
      throw new Refusal('the picture inside is damaged');
    after?.();
    return { bytes, bits };
  } finally {
    decoder.delete();
  }
}

/** What the libraries throw of themselves is a number. */
function run(decoder: Decoder): void {
  try {
    decoder.decode();
  } catch (error) {
    // A trap leaves the library in no state to go on with: the thread ends.
    if (error instanceof WebAssembly.RuntimeError) throw error;
    throw new Refusal('the picture inside is damaged');
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
