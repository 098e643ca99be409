import { Refusal } from './decoded.ts';

/** What a file says beside its pixels, as it stands there. */
export type Blocks = {
  /** The TIFF structure, without a mark in front. */
  exif?: Uint8Array | undefined;
  xmp?: Uint8Array | undefined;
  /** The records of IPTC's Information Interchange Model, without Photoshop's wrapping. */
  iptc?: Uint8Array | undefined;
  /** What formats say in words of their own; `group` names the block whose words they are. */
  texts?: ReadonlyArray<{ name: string; value: string; group?: 'IPTC' | 'XMP' }> | undefined;
};

/** Larger blocks are not carried along. */
export const LARGEST_BLOCK = 1024 * 1024;

/** A copy of a block, so that it outlives what it was read from; undefined when it is empty or too large. */
export function block(bytes: Uint8Array | undefined): Uint8Array | undefined {
  if (bytes === undefined || bytes.length === 0 || bytes.length > LARGEST_BLOCK) return undefined;
  return Uint8Array.from(bytes);
}

/** The blocks alone of what holds them among other things. */
export function blocksOf({ exif, xmp, iptc, texts }: Blocks): Blocks {
  return { exif, xmp, iptc, texts };
}

/** What `read` finds, or nothing: a picture whose description is damaged is shown without it. */
export function whatCanBeRead(read: () => Blocks): Blocks {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refusal || error instanceof RangeError) return {};
    throw error;
  }
}
