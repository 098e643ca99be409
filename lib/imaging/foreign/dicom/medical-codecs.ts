import type { Decoder } from '@cornerstonejs/codec-openjpeg/decodewasmjs';
import { Refusal } from '../decoded.ts';
import {
  createJpeg2000Decoder,
  createJpegLsDecoder,
  type Expected,
  requireSize,
  unpackWith,
} from '../sixteen-bit-decoders.ts';
import { readJpegFrame } from './jpeg-header.ts';

/** Pixels of a frame, interleaved or in planes, in bytes or little-endian words. */
export type MedicalPixels = { bytes: Buffer; bits: number; planar: boolean };

const CODESTREAM = 0xff_4f_ff_51;
const LOSSLESS_SEGMENT = 0x37;

/** Unpacks a codestream of JPEG 2000, in up to 16 bits. Refuses what is damaged or another picture than expected. */
export async function unpackJpeg2000(packed: Buffer, expected: Expected): Promise<MedicalPixels> {
  requireSize(codestreamSize(packed), expected);
  return { ...decode(await createJpeg2000Decoder(), packed, expected), planar: false };
}

/** Unpacks a JPEG-LS of up to 16 bits. Refusals as above. */
export async function unpackJpegLs(packed: Buffer, expected: Expected): Promise<MedicalPixels> {
  const { process, width, height, components } = readJpegFrame(packed);
  if (process !== LOSSLESS_SEGMENT) throw new Refusal('the JPEG inside is of another kind than stated');
  requireSize({ width, height, samples: components }, expected);
  const decoder = await createJpegLsDecoder();
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

function decode(
  decoder: Decoder,
  packed: Buffer,
  expected: Expected,
  after?: () => void,
): { bytes: Buffer; bits: number } {
  try {
    const { length } = packed;
    const { bytes, bits } = unpackWith(decoder, { length, copyTo: (room) => room.set(packed) }, expected);
    const copy = Buffer.from(bytes);
    after?.();
    return { bytes: copy, bits };
  } finally {
    decoder.delete();
  }
}
