import { EmulsionError, unsupported } from '#lib/errors/error.ts';
import type { Intent } from '#lib/transform/values.ts';
import { holdsProfile, modelFor } from '../codec.ts';
import { toDepth } from '../depth.ts';
import type { Profile, ProfileRegistry } from '../profiles.ts';
import type { Raster, Space } from '../raster.ts';
import { channelCount } from '../raster.ts';
import { borderRing, commonColour } from './border.ts';
import { fromGrey, greyLevel, toGrey } from './grey.ts';
import { isSrgbProfile, profileHeader, srgbGreyProfile } from './icc.ts';
import type { Conversion, End } from './lcms.ts';
import { createLcmsThread } from './lcms-thread.ts';
import type { Target } from './native.ts';
import { nativeCan, nativeConvert } from './native.ts';

/** The colour steps of a request, in the order in which they are applied. */
export type ColourPlan = {
  /** Convert to this profile and embed it. */
  icc?: Profile | undefined;
  /** For `icc`; perceptual when unset. */
  intent?: Intent | undefined;
  /** Black point compensation, for the relative intent only. */
  bpc?: boolean | undefined;
  colorspace?: Space | undefined;
  /** Drop the profile; RGB numbers become sRGB first. */
  strip: boolean;
  /** Extension of the answer: what it cannot hold (CMYK, a profile) becomes sRGB. */
  format?: string | undefined;
};

export type Rgb = { r: number; g: number; b: number };

/** Colour management with the profiles of one installation. */
export type Colour = {
  /**
   * The raster after profile conversion, colour model and strip; the same object when nothing changes.
   * A broken embedded profile counts as none; 415 when the requested one is unusable.
   */
  apply(raster: Raster, plan: ColourPlan): Promise<Raster>;
  /** An sRGB colour (levels 0..255) as colour channels of this picture's model and depth, without opacity. */
  fill(picture: Pick<Raster, 'space' | 'depth' | 'icc'>, rgb: Rgb): Promise<number[]>;
  /** The most common colour along the edges, as sRGB levels 0..255. */
  border(raster: Raster): Promise<Rgb>;
};

/** Whether apply() would change anything, so that a caller may skip decoding to pixels. */
export function needsColour(picture: Pick<Raster, 'space' | 'icc'>, plan: ColourPlan): boolean {
  if (plan.icc !== undefined) return true;
  const space = plan.colorspace ?? picture.space;
  if (space !== picture.space) return true;
  if (plan.format !== undefined && misfit(plan.format, picture)) return true;
  if (!plan.strip || picture.icc === undefined) return false;
  return picture.space !== 'rgb' || !isSrgbProfile(picture.icc);
}

/** Whether the format cannot hold the model, or not the profile, which then would be lost. */
function misfit(format: string, { space, icc }: Pick<Raster, 'space' | 'icc'>): boolean {
  return (
    modelFor(format, space) !== space ||
    (icc !== undefined && !holdsProfile(format, space) && !isSrgbProfile(icc))
  );
}

/** Colour management on top of these profiles; LittleCMS is loaded when it is first needed. */
export function createColour(registry: ProfileRegistry): Colour {
  const lcms = createLcmsThread();
  const greyIcc = srgbGreyProfile();

  async function apply(raster: Raster, plan: ColourPlan): Promise<Raster> {
    // Rounded to 8 bits between two conversions, dark colours would come out in steps.
    const isChain = raster.depth === 8 && (await conversions(raster, plan)) > 1;
    let result = isChain ? await toDepth(raster, 16) : raster;
    if (plan.icc !== undefined) {
      const bpc = plan.bpc === true && plan.intent === 'relative';
      result = await toProfile(result, plan.icc, plan.intent ?? 'perceptual', bpc);
    }
    if (plan.colorspace !== undefined && plan.colorspace !== result.space) {
      result = await toModel(result, plan.colorspace);
    }
    if (plan.strip && result.icc !== undefined) {
      if (result.space === 'rgb') result = await toSrgb(result);
      result = { ...result, icc: undefined };
    }
    if (plan.format !== undefined && misfit(plan.format, result)) result = await toSrgb(result);
    return toDepth(result, raster.depth);
  }

  /** How many times apply() would compute other numbers, at most. */
  async function conversions(picture: Pick<Raster, 'space' | 'icc'>, plan: ColourPlan): Promise<number> {
    let { space } = picture;
    let icc = usable(picture);
    let count = 0;
    const isWide = () => icc !== undefined && !isSrgbProfile(icc);
    if (plan.icc !== undefined) {
      count += 1;
      if (plan.icc.family !== 'lab') {
        space = plan.icc.family;
        icc = await plan.icc.read();
      }
    }
    if (plan.colorspace !== undefined && plan.colorspace !== space) {
      if (plan.colorspace === 'cmyk' || space !== 'rgb' || isWide()) count += 1;
      if (plan.colorspace === 'gray') count += 1;
      space = plan.colorspace;
      icc = undefined;
    }
    if (plan.strip && space === 'rgb' && isWide()) count += 1;
    if (plan.format !== undefined && misfit(plan.format, { space, icc })) count += 1;
    return count;
  }

  async function toModel(raster: Raster, space: Space): Promise<Raster> {
    if (space === 'cmyk') return toProfile(raster, registry.cmyk, 'perceptual', false);
    const srgb = await toSrgb(raster);
    return space === 'rgb' ? srgb : toGrey(srgb);
  }

  /** Perceptual, untagged. */
  async function toSrgb(raster: Raster): Promise<Raster> {
    const icc = usable(raster);
    if (raster.space === 'rgb' && (icc === undefined || isSrgbProfile(icc)))
      return { ...raster, icc: undefined };
    if (raster.space === 'gray' && icc === undefined) return fromGrey(raster);
    return { ...(await toProfile(raster, registry.srgb, 'perceptual', false)), icc: undefined };
  }

  async function toProfile(raster: Raster, profile: Profile, intent: Intent, bpc: boolean): Promise<Raster> {
    const icc = await profile.read();
    if (profile.family === 'lab') {
      // A grey picture becomes RGB, or a tint would be lost.
      const picture = raster.space === 'gray' ? await toSrgb(raster) : raster;
      return withItsProfile(picture, (own) => withEffect(picture, own, icc, intent));
    }
    const target: Target = { source: profile.source, space: profile.family, icc };
    return withItsProfile(raster, (own) => between(raster, own, target, intent, bpc));
  }

  /** Works with the embedded profile; when that turns out broken, as if there were none. */
  async function withItsProfile<T>(
    picture: Pick<Raster, 'space' | 'icc'>,
    work: (icc: Buffer) => Promise<T>,
  ): Promise<T> {
    const icc = usable(picture);
    const fallback = await assumed(picture.space);
    if (icc === undefined) return work(fallback);
    try {
      return await work(icc);
    } catch (error) {
      if (error instanceof EmulsionError) return work(fallback);
      throw error;
    }
  }

  async function between(
    raster: Raster,
    icc: Buffer,
    target: Target,
    intent: Intent,
    bpc: boolean,
  ): Promise<Raster> {
    if (icc.equals(target.icc)) return { ...raster, icc };
    if (intent === 'perceptual' && nativeCan(raster, icc, target)) {
      const converted = await nativeConvert(raster, icc, target);
      if (converted !== undefined) return converted;
    }
    const from: End = { space: raster.space, depth: raster.depth, profile: icc };
    const to: End = { space: target.space, depth: raster.depth, profile: target.icc };
    const data = await convert(raster, [{ from, to, intent, bpc }]);
    const channels = channelCount(target.space, raster.alpha);
    return { ...raster, data, channels, space: target.space, icc: target.icc };
  }

  /** An abstract profile changes colours, not the model. */
  async function withEffect(raster: Raster, icc: Buffer, effect: Buffer, intent: Intent): Promise<Raster> {
    const device: End = { space: raster.space, depth: raster.depth, profile: icc };
    const lab: End = { space: 'lab', depth: 16, profile: 'lab' };
    const data = await convert(raster, [
      { from: device, to: lab, intent, bpc: false },
      { from: { ...lab, profile: effect }, to: { ...lab, profile: 'effect' }, intent, bpc: false },
      { from: lab, to: device, intent, bpc: false },
    ]);
    return { ...raster, data, icc };
  }

  async function convert(raster: Raster, chain: [Conversion, ...Conversion[]]): Promise<Buffer> {
    const { data, width, height, alpha } = raster;
    try {
      return await lcms.convert({ data, pixels: width * height, alpha }, chain);
    } catch (error) {
      throw unsupported('The picture cannot be converted with this colour profile.', error);
    }
  }

  /** What numbers without a profile mean. */
  async function assumed(space: Space): Promise<Buffer> {
    if (space === 'gray') return greyIcc;
    return (space === 'cmyk' ? registry.cmyk : registry.srgb).read();
  }

  async function fill(picture: Pick<Raster, 'space' | 'depth' | 'icc'>, rgb: Rgb): Promise<number[]> {
    const factor = picture.depth === 16 ? 257 : 1;
    const icc = usable(picture);
    if (picture.space === 'rgb' && (icc === undefined || isSrgbProfile(icc))) {
      return [rgb.r, rgb.g, rgb.b].map((level) => level * factor);
    }
    if (picture.space === 'gray' && icc === undefined) return [greyLevel(rgb.r, rgb.g, rgb.b) * factor];
    const from: End = { space: 'rgb', depth: 8, profile: await registry.srgb.read() };
    const pixel: Raster = {
      data: Buffer.from([rgb.r, rgb.g, rgb.b]),
      width: 1,
      height: 1,
      channels: 3,
      space: 'rgb',
      alpha: false,
      depth: 8,
      icc: undefined,
    };
    const data = await withItsProfile(picture, (profile) => {
      const to: End = { space: picture.space, depth: picture.depth, profile };
      return convert(pixel, [{ from, to, intent: 'perceptual', bpc: false }]);
    });
    return picture.depth === 8
      ? [...data]
      : Array.from({ length: data.length / 2 }, (_, i) => data.readUInt16LE(i * 2));
  }

  async function border(raster: Raster): Promise<Rgb> {
    return commonColour(await toSrgb(borderRing(raster)));
  }

  return { apply, fill, border };
}

/** The embedded profile, unless it is broken or belongs to another model than the pixels. */
function usable({ icc, space }: Pick<Raster, 'space' | 'icc'>): Buffer | undefined {
  return icc !== undefined && profileHeader(icc)?.space === space ? icc : undefined;
}
