import type { Space } from './raster.ts';

/** What actually writes a file; several extensions share one. */
export type Codec = 'jpeg' | 'png' | 'gif' | 'tiff' | 'webp' | 'avif' | 'jxl';

type Ability = {
  /** Undefined for files that hold a picture of another format; see paper.ts. */
  codec: Codec | undefined;
  /** Models that can be written; others become RGB. */
  models: readonly Space[];
  /** Models for which a profile can be embedded. */
  profiles: readonly Space[];
  deep: boolean;
};

const jpeg: Ability = {
  codec: 'jpeg',
  models: ['rgb', 'gray', 'cmyk'],
  profiles: ['rgb', 'gray', 'cmyk'],
  deep: false,
};
const tiff: Ability = { ...jpeg, codec: 'tiff', deep: true };
const png: Ability = { codec: 'png', models: ['rgb', 'gray'], profiles: ['rgb', 'gray'], deep: true };
const gif: Ability = { codec: 'gif', models: ['rgb', 'gray'], profiles: [], deep: false };
/** These have no grey of their own: grey numbers are written as RGB, where a grey profile has no place. */
const webp: Ability = { codec: 'webp', models: ['rgb', 'gray'], profiles: ['rgb'], deep: false };
const avif: Ability = { ...webp, codec: 'avif' };

const jxl: Ability = { ...png, codec: 'jxl', deep: false };

const pdf: Ability = { ...jpeg, codec: undefined };
const eps: Ability = { ...pdf, profiles: [] };

const ABILITIES: ReadonlyMap<string, Ability> = new Map([
  ...['jpg', 'jpeg', 'jpe', 'jfif', 'jif', 'pjpg', 'pjpeg'].map((name) => [name, jpeg] as const),
  ['png', png],
  ['gif', gif],
  ['tif', tiff],
  ['tiff', tiff],
  ['webp', webp],
  ['avif', avif],
  ['jxl', jxl],
  ['pdf', pdf],
  ['eps', eps],
]);

/** The codec of a lower-case extension; undefined when such files cannot be written. */
export function codecOf(format: string): Codec | undefined {
  return ABILITIES.get(format)?.codec;
}

/** The colour model in which a picture of this model is written to this format. */
export function modelFor(format: string, space: Space): Space {
  return (ABILITIES.get(format)?.models.includes(space) ?? true) ? space : 'rgb';
}

/** Whether a profile for this model can be embedded in this format. */
export function holdsProfile(format: string, space: Space): boolean {
  return ABILITIES.get(format)?.profiles.includes(space) ?? true;
}

/** Bits per channel that this format can hold, of a picture with so many. */
export function depthFor(format: string, depth: 8 | 16): 8 | 16 {
  return ABILITIES.get(format)?.deep ? depth : 8;
}
