import type { Decoder } from '@cornerstonejs/codec-openjpeg/decodewasmjs';
import { type Page, type PageFacts, Refusal, type Row } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';
import { createJpeg2000Decoder, type Packed, unpackWith } from '../sixteen-bit-decoders.ts';
import type { Jp2Channel, Jp2Colour, Jp2Component, Jp2Size } from './jp2-header.ts';
import { JP2_MODELS } from './jp2-header.ts';
import { selectingHeader } from './jp2-select.ts';

/** The channels of a picture as they are handed on: colours, then opacity; each by its place in the codestream. */
export type DeepChannels = {
  order: readonly number[];
  components: readonly Jp2Component[];
};

type Stream = { from: number; end: number };

/** Of the memory that WebAssembly gives OpenJPEG at most; the rest is for its tables. */
const MEMORY = 1_800_000_000;
const LARGEST_STREAM = 256 * 1024 * 1024;
const PIECE = 8 * 1024 * 1024;
const MOST = 65_535;
/** Channels that come out at a time. */
const AT_ONCE = 3;
const SIGNATURES = { 1: 'GRAY', 3: 'RGB ', 4: 'CMYK' } as const;

/**
 * How to read a picture of 9 to 16 bits in all its depth; undefined for what that cannot be done with: other colour models,
 * channels of different sizes, numbers with a sign, and what would not fit into memory.
 *
 * @param bytes length of the codestream
 */
export function deepChannels(
  { width, height, count, components }: Jp2Size,
  colour: Jp2Colour,
  channels: readonly Jp2Channel[],
  bytes: number,
): DeepChannels | undefined {
  const colours = colour.cmyk ? 4 : count <= 2 ? 1 : 3;
  if (count > components.length || count < colours || bytes > LARGEST_STREAM) return undefined;
  if (!isPlain(colour, colours)) return undefined;
  const inks = Array.from({ length: colours }, (_, i) => componentOf(channels, i));
  const opacity = colour.cmyk ? undefined : channels.find(({ isOpacity }) => isOpacity)?.component;
  const spread = opacity !== undefined && colours === 1 ? [...inks, ...inks, ...inks] : inks;
  const order = opacity === undefined ? spread : [...spread, opacity];
  const depth = components[0]?.bits ?? 0;
  const isReadable = (place: number) => {
    const found = components[place];
    return found !== undefined && !found.signed && found.bits <= 16;
  };
  const isDeep = inks.every((place) => components[place]?.bits === depth) && depth > 8;
  const isEven = components.every(({ step }) => step[0] === 1 && step[1] === 1);
  if (!isDeep || !isEven || !order.every(isReadable)) return undefined;
  // Of each pixel: whole numbers of all channels, those chosen once more, and what comes out.
  const room = width * height * (count * 4 + AT_ONCE * 4 + AT_ONCE * 2) + bytes * 2;
  return room > MEMORY ? undefined : { order, components };
}

/** Whether numbers are those of the colours that they are handed on as. */
function isPlain({ icc, model }: Jp2Colour, colours: 1 | 3 | 4): boolean {
  if (icc) return Buffer.from(icc).toString('latin1', 16, 20) === SIGNATURES[colours];
  if (colours === 4) return model === JP2_MODELS.cmyk;
  if (model === undefined || model === JP2_MODELS.none) return true;
  return model === (colours === 1 ? JP2_MODELS.grey : JP2_MODELS.srgb);
}

function componentOf(channels: readonly Jp2Channel[], colour: number): number {
  return channels.find((channel) => channel.colour === colour)?.component ?? colour;
}

/** A page whose pixels are unpacked when they are asked for, in 16 bits. */
export function deepPage(facts: PageFacts, file: FileBytes, stream: Stream, channels: DeepChannels): Page {
  const running = new Set<Decoder>();
  const end = (decoder: Decoder) => {
    if (running.delete(decoder)) decoder.delete();
  };
  const unpack: Unpack = async (places) => {
    const decoder = await createJpeg2000Decoder();
    running.add(decoder);
    const { width, height } = facts;
    const packed = selected(file, stream, facts, channels, places);
    const { bytes } = unpackWith(decoder, packed, { width, height, samples: places.length });
    const words = new Uint16Array(bytes.buffer, bytes.byteOffset, width * height * places.length);
    return { words, free: () => end(decoder) };
  };
  return {
    ...facts,
    rows: async () => rowsOf(facts, channels, await unpackAll(channels, unpack)),
    close: () => running.forEach(end),
  };
}

/** Numbers in the decoder's own memory: valid until they are freed or anything else is unpacked. */
type Unpack = (places: readonly number[]) => Promise<{ words: Uint16Array; free: () => void }>;

/** Where the numbers of a channel lie: the first of them, and how far they stand apart. */
type Plane = { words: Uint16Array; first: number; step: number };

/** OpenJPEG is built to hand on one channel or three: a fourth takes a run of its own, the first one, as the smaller copy. */
async function unpackAll({ order }: DeepChannels, unpack: Unpack): Promise<ReadonlyMap<number, Plane>> {
  const places = [...new Set(order)];
  const planes = new Map<number, Plane>();
  const fourth = places[AT_ONCE];
  if (fourth !== undefined) {
    const { words, free } = await unpack([fourth]);
    planes.set(fourth, { words: Uint16Array.from(words), first: 0, step: 1 });
    free();
  }
  const others = places.slice(0, AT_ONCE);
  // Two of them are filled up.
  const filled = others.length === 2 ? [...others, ...others.slice(1)] : others;
  const { words } = await unpack(filled);
  for (const [i, place] of others.entries()) planes.set(place, { words, first: i, step: filled.length });
  return planes;
}

function selected(
  file: FileBytes,
  { from, end }: Stream,
  size: { width: number; height: number },
  { components }: DeepChannels,
  places: readonly number[],
): Packed {
  const isAll = places.length === components.length && places.every((place, i) => place === i);
  const head = isAll ? Buffer.alloc(0) : selectingHeader(size, components.length, places, end - from);
  return {
    length: head.length + end - from,
    copyTo(room) {
      room.set(head);
      for (let at = from; at < end; at += PIECE) {
        room.set(file.slice(at, Math.min(PIECE, end - at)), head.length + at - from);
      }
    },
  };
}

function* rowsOf(
  { width, height }: PageFacts,
  { order, components }: DeepChannels,
  planes: ReadonlyMap<number, Plane>,
): Generator<Row> {
  const row = new Uint16Array(width * order.length);
  const bytes = new Uint8Array(row.buffer);
  const channels = order.map((place) => {
    const plane = planes.get(place);
    if (plane === undefined) throw new Refusal('a channel is missing');
    return { ...plane, most: 2 ** (components[place]?.bits ?? 16) - 1 };
  });
  for (let y = 0; y < height; y++) {
    for (const [channel, { words, first, step, most }] of channels.entries()) {
      const start = y * width;
      for (let x = 0; x < width; x++) {
        const level = words[(start + x) * step + first] ?? 0;
        row[x * order.length + channel] =
          most === MOST ? level : Math.round((Math.min(level, most) * MOST) / most);
      }
    }
    yield { y, bytes };
  }
}
