import type { FileBytes } from '../file-bytes.ts';
import type { DicomHeader } from './dicom-header.ts';

/** Unpacked pixels of a frame. */
export type FrameBytes = {
  bytes: FileBytes;
  at: number;
  littleEndian: boolean;
  /** Bytes of a pair are in the order of words that hold them: samples of 8 bits in words of big-endian files. */
  swapped: boolean;
};

/** Gives a row of one kind of sample, valid until the next row of it. */
export type SampleRow = (y: number) => Int32Array;

/**
 * The rows of one kind of sample as numbers, with their sign. Source: DICOM PS3.3, C.7.6.3.1, and PS3.5, 8.1.
 */
export function sampleRows(header: DicomHeader, frame: FrameBytes, sample: number): SampleRow {
  const { width, height, samples, planar, allocated, stored, highBit, signed } = header;
  const step = planar ? 1 : samples;
  const size = allocated / 8;
  const first = planar ? sample * width * height : sample;
  const bytes = frame.bytes.fork();
  const row = new Int32Array(width);
  const lowest = highBit - stored + 1;
  const unused = 32 - stored;
  return (y) => {
    const start = first + y * width * step;
    // Of swapped bytes the pairs are needed whole.
    const from = (start * size) & (frame.swapped ? ~1 : ~0);
    const span = (start + (width - 1) * step + 1) * size - from;
    const raw = bytes.slice(frame.at + from, span + (frame.swapped ? span & 1 : 0));
    for (let x = 0; x < width; x++) {
      const at = (start + x * step) * size - from;
      let value: number;
      if (size === 1) value = raw[frame.swapped ? at ^ 1 : at] ?? 0;
      else value = frame.littleEndian ? raw.readUInt16LE(at) : raw.readUInt16BE(at);
      const shifted = (value >>> lowest) << unused;
      row[x] = signed ? shifted >> unused : shifted >>> unused;
    }
    return row;
  };
}
