import { badRequest, unsupported } from '#lib/errors/error.ts';
import { formatOf, isPaper, isWritable } from '#lib/transform/formats.ts';
import { plan } from '#lib/transform/plan.ts';
import type { Plan, Transform } from '#lib/transform/values.ts';
import { renderAnimation } from './animation.ts';
import { rawBackground } from './background.ts';
import { drawCanvas, drawInner, paintOf } from './canvas.ts';
import { codecOf } from './codec.ts';
import { type ColourPlan, needsColour } from './colour/colour.ts';
import { cut } from './cut.ts';
import { toDepth } from './depth.ts';
import { encodePipeline, encodeRaster, keepingAlpha, type OutputPlan } from './encode.ts';
import { paintLevels } from './fill.ts';
import { keptMetadata, readMetadata } from './metadata.ts';
import { inSixteenBits, type Picture } from './open-picture.ts';
import type { ImagingOptions, Rendered, RenderJob } from './options.ts';
import { flatten } from './pad.ts';
import { encodePaper } from './paper.ts';
import type { ProfileRegistry } from './profiles.ts';
import type { Raster } from './raster.ts';
import { toRaster } from './resize.ts';
import type { Scene, Studio } from './scene.ts';
import { drawTile } from './tile.ts';
import { flipTurn, followedBy } from './turns.ts';

/** Sides that a format can hold. */
const LONGEST_SIDE: Readonly<Record<string, number>> = {
  jpeg: 65_535,
  webp: 16_383,
  avif: 16_384,
  gif: 65_535,
};

/** Packings of a TIFF that have no place for opacity. */
const WITHOUT_ALPHA: ReadonlySet<string> = new Set(['jpeg', 'ccittfax4']);

/** Draws and encodes one picture. Geometry comes from plan(), never from sharp. */
export async function renderPicture(studio: Studio, job: RenderJob): Promise<Rendered> {
  const scene = await settle(studio, job);
  const { picture, layout } = scene;
  const out = await outputPlan(studio, scene);
  const animated = await renderAnimation(studio, scene, out);
  if (animated !== undefined) return answer(scene, animated);
  const data = (await drawFused(studio, scene, out)) ?? (await drawStepwise(studio, scene, out));
  if (layout.tile !== undefined || studio.drawer.isPopular(picture)) studio.pyramids.schedule(picture);
  return answer(scene, data);
}

function answer({ picture, format, layout }: Scene, data: Buffer): Rendered {
  return {
    data,
    format: format === 'pjpg' || format === 'pjpeg' ? 'jpg' : format,
    mime: formatOf(format)?.mime ?? 'application/octet-stream',
    width: layout.output.width,
    height: layout.output.height,
    ...(picture.isPreview ? { isPreview: true } : {}),
  };
}

async function settle(studio: Studio, { source, transform, overlay }: RenderJob): Promise<Scene> {
  const format = transform.format ?? source.extension;
  if (!isWritable(format)) throw unsupported(`format: pictures cannot be written as ${format}.`);
  const colourPlan = colourPlanOf(studio.profiles, transform, format);
  const opened = await studio.opener.open(source, transform.page, transform.dpi);
  const isDeep = opened.depth === 8 && wantsDeep(opened, transform, colourPlan);
  const picture = isDeep ? inSixteenBits(opened) : opened;
  const upright = followedBy(picture.turn, flipTurn(transform.flip));
  let settled = transform;
  let layout = plan(transform, picture.size);
  checkSizes(layout, format, studio.options);
  const looks =
    transform.gravity === 'smart' && transform.focusX === undefined && transform.focusY === undefined;
  if (looks && transform.width !== undefined && transform.height !== undefined) {
    settled = await studio.focus.settle(transform, layout, picture, upright);
    layout = plan(settled, picture.size);
  }
  const holdsAlpha =
    (formatOf(format)?.alpha ?? false) && !WITHOUT_ALPHA.has(transform.compression ?? 'none');
  return { picture, transform: settled, layout, upright, format, holdsAlpha, overlay, colourPlan };
}

function colourPlanOf(profiles: ProfileRegistry, transform: Transform, format: string): ColourPlan {
  const { iccProfile } = transform;
  const icc = iccProfile === undefined ? undefined : profiles.get(iccProfile);
  if (iccProfile !== undefined && icc === undefined) {
    throw badRequest('icc: not a valid choice, expected the name of an installed profile');
  }
  return {
    icc,
    intent: transform.iccIntent,
    bpc: transform.iccBpc,
    // One bit says light or dark.
    colorspace: transform.compression === 'ccittfax4' ? 'gray' : transform.colorspace,
    strip: transform.strip ?? false,
    format,
  };
}

/** For an answer of 16 bits; or on the way through a profile, where rounding to 8 bits before it would show. */
function wantsDeep(picture: Picture, transform: Transform, colourPlan: ColourPlan): boolean {
  if (!picture.deep) return false;
  if (transform.depth === 16) return true;
  const hasProfile = colourPlan.icc !== undefined || picture.icc !== undefined;
  return hasProfile && needsColour(picture, colourPlan);
}

function checkSizes({ canvas, output }: Plan, format: string, options: ImagingOptions): void {
  if (canvas.width * canvas.height > options.maxOutputPixels) {
    throw badRequest(
      `width, height: out of range, the result would have ${canvas.width} x ${canvas.height} pixels, expected at most ${options.maxOutputPixels}`,
    );
  }
  const longest = LONGEST_SIDE[isPaper(format) ? 'jpeg' : (codecOf(format) ?? '')];
  if (longest !== undefined && Math.max(output.width, output.height) > longest) {
    throw unsupported(
      `format: ${format} files hold at most ${longest} pixels on a side, the result would have ${output.width} x ${output.height}.`,
    );
  }
}

async function outputPlan({ options }: Studio, scene: Scene): Promise<OutputPlan> {
  const { picture, transform, format } = scene;
  const strip = transform.strip ?? false;
  const out: OutputPlan = {
    format,
    quality: transform.quality,
    dpi: transform.dpi,
    sourceDpi: picture.dpi,
    strip,
    fullChroma: transform.iccProfile !== undefined,
    lossless: transform.lossless,
    compression: transform.compression,
    ...(codecOf(format) === 'jxl' ? { timeoutSeconds: options.timeoutSeconds } : {}),
    compressionQuality: transform.compression === 'jpeg' ? transform.quality : undefined,
  };
  if (strip && options.keepCopyright) out.copyright = picture.copyright;
  if (strip && codecOf(format) !== 'tiff') return out;
  if (picture.kind === 'svg') return out;
  if (picture.standIn) {
    // Most decoders hand on pictures as they are meant to be seen.
    const upright = picture.blocks?.orientation === undefined || options.autoOrient;
    if (!strip && picture.blocks) out.metadata = keptMetadata(picture.blocks, upright);
    return out;
  }
  const found = await readMetadata(picture.source.file);
  out.compression ??= found.compression;
  if (!strip) out.metadata = keptMetadata(found, options.autoOrient);
  return out;
}

/** A resized (and turned) picture, whose numbers need no work afterwards, straight into the encoder. */
async function drawFused(studio: Studio, scene: Scene, out: OutputPlan): Promise<Buffer | undefined> {
  const { picture, layout, holdsAlpha } = scene;
  const simple =
    isPlain(scene) &&
    !isPaper(out.format) &&
    picture.depth === 8 &&
    picture.space !== 'cmyk' &&
    (holdsAlpha || !picture.alpha) &&
    (out.strip || (picture.icc === undefined && out.metadata?.xmp === undefined)) &&
    !needsColour(picture, scene.colourPlan);
  if (!simple) return undefined;
  const paint = await paintOf(studio, scene);
  const { pipeline, like } =
    layout.tile === undefined
      ? await drawInner(studio, scene)
      : await drawTile(studio, scene, layout.tile, paint);
  if (paint !== undefined && layout.tile === undefined) {
    const { canvas, inner, offset } = layout;
    const levels = await paintLevels(paint, { ...like, alpha: true, depth: 8 }, studio.colour);
    pipeline.extend({
      left: offset.x,
      top: offset.y,
      right: canvas.width - inner.width - offset.x,
      bottom: canvas.height - inner.height - offset.y,
      background: rawBackground({ space: picture.space, alpha: true }, levels),
    });
  }
  if (like.space === 'gray') pipeline.toColourspace('b-w');
  // Tiles come in hundreds: half the time of the encoder is worth a tenth more bytes.
  if (layout.tile !== undefined) pipeline.jpeg({ optimiseCoding: false });
  return encodePipeline(pipeline, keepingAlpha(out, like.alpha || paint === 'none'));
}

/** Only cropped, resized, padded and turned by quarters, so that no pixel depends on those of other tiles. */
function isPlain({ layout, transform, overlay }: Scene): boolean {
  return layout.rotation % 90 === 0 && transform.sharpen === undefined && overlay === undefined;
}

/** One step after the other on pixels in memory, in the contract's order. */
async function drawStepwise(studio: Studio, scene: Scene, out: OutputPlan): Promise<Buffer> {
  const raster =
    scene.layout.tile === undefined ? await drawCanvas(studio, scene) : await tileOf(studio, scene);
  const { transform } = scene;
  const flat =
    raster.alpha && !scene.holdsAlpha
      ? await flatten(raster, transform.fill, studio.colour, studio.rules)
      : raster;
  const coloured = await studio.colour.apply(flat, scene.colourPlan);
  const settled = await toDepth(coloured, scene.picture.deep ? (transform.depth ?? 8) : 8);
  return isPaper(out.format) ? encodePaper(settled, out, transform.pageSize) : encodeRaster(settled, out);
}

/** A tile: alone where nothing depends on the rest of the picture, else cut from the kept canvas. */
async function tileOf(studio: Studio, scene: Scene): Promise<Raster> {
  const { picture, transform, layout, overlay } = scene;
  const { tile } = layout;
  if (tile === undefined) throw new Error('no tile');
  if (isPlain(scene)) {
    const draft = await drawTile(studio, scene, tile, await paintOf(studio, scene));
    return toRaster(draft.pipeline, draft.like);
  }
  const { tile: _tile, quality: _quality, format: _format, ...rest } = transform;
  const key = `${picture.source.key}\0${picture.page}\0canvas\0${scene.holdsAlpha}${overlay?.key}${JSON.stringify(rest)}`;
  const canvas = await studio.rasters.obtain(key, () => drawCanvas(studio, scene));
  return cut(canvas, tile);
}
