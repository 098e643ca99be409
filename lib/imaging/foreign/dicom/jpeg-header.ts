import { Refusal } from '../decoded.ts';

/** What the header of a JPEG says of its pixels. */
export type JpegFrame = {
  /** Of the start of frame: 0 baseline, 1 extended, 2 progressive, 3 lossless, 0x37 JPEG-LS. */
  process: number;
  precision: number;
  width: number;
  height: number;
  components: number;
  /** Whether a segment of Adobe's says how colours are stored. */
  adobe: boolean;
};

const JPEG_LS = 0xf7;
const NOT_FRAMES = new Set([0xc4, 0xc8, 0xcc]);

/** Reads segments up to the start of frame. Source: ITU-T T.81, annex B. */
export function readJpegFrame(jpeg: Buffer): JpegFrame {
  let adobe = false;
  for (const { marker, from, to } of segmentsOf(jpeg)) {
    if (marker === 0xee && jpeg.toString('latin1', from, from + 5) === 'Adobe') adobe = true;
    const isFrame = (marker >= 0xc0 && marker <= 0xcf && !NOT_FRAMES.has(marker)) || marker === JPEG_LS;
    if (!isFrame) continue;
    if (to - from < 6) break;
    return {
      process: marker - 0xc0,
      precision: jpeg[from] ?? 0,
      height: jpeg.readUInt16BE(from + 1),
      width: jpeg.readUInt16BE(from + 3),
      components: jpeg[from + 5] ?? 0,
      adobe,
    };
  }
  throw new Refusal('the JPEG inside is damaged');
}

/** Segments with their contents, up to and with the start of the scan. */
export function* segmentsOf(jpeg: Buffer): Generator<{ marker: number; from: number; to: number }> {
  if (jpeg.length < 4 || jpeg.readUInt16BE(0) !== 0xff_d8) throw new Refusal('the JPEG inside is damaged');
  let at = 2;
  while (at + 4 <= jpeg.length) {
    if (jpeg[at] !== 0xff) throw new Refusal('the JPEG inside is damaged');
    const marker = jpeg[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const to = at + 2 + jpeg.readUInt16BE(at + 2);
    if (to > jpeg.length || to < at + 4) throw new Refusal('the JPEG inside is damaged');
    yield { marker, from: at + 4, to };
    if (marker === 0xda) return;
    at = to;
  }
}
