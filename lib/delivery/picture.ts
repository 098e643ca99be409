import { addressOf, type CachedImage, type PictureAddress, type PictureKey } from '#lib/cache/entry.ts';
import type { PictureSource } from '#lib/cache/picture-source.ts';
import type { RenderQueue } from '#lib/cache/render-queue.ts';
import type { PictureCache } from '#lib/cache/tiers.ts';
import type { Catalog, CatalogImage, HeldImage } from '#lib/catalog/catalog.ts';
import type { ImageRecord } from '#lib/catalog/store/image-records.ts';
import { unsupported } from '#lib/errors/error.ts';
import { type Principal, PUBLIC } from '#lib/identity/principal.ts';
import type { Imaging, Source } from '#lib/imaging/imaging.ts';
import { extensionOf, folderOfImage } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import type { Permissions } from '#lib/permissions/permissions.ts';
import type { Storage } from '#lib/storage/storage.ts';
import type { Templates } from '#lib/templates/templates.ts';
import { focusOnCanvas } from '#lib/transform/focus-point.ts';
import { mimeOf } from '#lib/transform/formats.ts';
import { identity } from '#lib/transform/identity.ts';
import type { QueryLimits } from '#lib/transform/kinds.ts';
import { normalize } from '#lib/transform/normalize.ts';
import { type PictureQuery, parsePictureQuery } from '#lib/transform/parse-query.ts';
import { plan } from '#lib/transform/plan.ts';
import {
  applyPublicLimits,
  checkPublicSize,
  type PublicLimits,
  publicPostCheckNeeded,
} from '#lib/transform/public-limits.ts';
import type { TransformValues } from '#lib/transform/values.ts';
import { downloadName } from './download-name.ts';
import { entityTag, matchesTag } from './etag.ts';
import { contentDisposition, DEFAULT_EXPIRY, grantedExpiry } from './headers.ts';
import { permittedImage } from './permitted-image.ts';
import { type ReadyAnswer, readyAnswer } from './ready-answer.ts';
import type { PictureGrant } from './request.ts';
import { type Resolved, resolvePicture } from './resolve.ts';

export type RenderLane = 'render' | 'slow';

export type PictureParts = {
  catalog: Catalog;
  permissions: Permissions;
  templates: Templates;
  storage: Storage;
  imaging: Imaging;
  cache: PictureCache;
  source: PictureSource;
  queue: RenderQueue<RenderLane>;
  limits: QueryLimits;
  publicLimits: PublicLimits;
  autoFormats: readonly string[];
  /** Longest wait for a picture, ms. */
  waitMs: number;
  /** Whether cache=0 and recache=1 count for everybody. */
  benchmarking: boolean;
  /** Forgets everything made of an image. */
  purge: (image: { id: number; src: string }) => Promise<void>;
};

/** A picture that may be answered, before its bytes are known. */
export type WantedPicture = {
  query: PictureQuery;
  resolved: Resolved;
  image: HeldImage;
  overlay: HeldImage | undefined;
  address: PictureAddress;
  etag: string;
  /** Whether everybody gets this answer, or only people like the one who asked. */
  shared: boolean;
  /** Whether cache=0 counts. */
  mayBypass: boolean;
  /** When the right to it is over, ms since 1970; undefined = as long as rights stay as they are. */
  until: number | undefined;
  /** Set when the finished size must be checked for anonymous callers. */
  postCheck: { template: TransformValues | undefined } | undefined;
};

/** Pixels up to which the whole of a tiled picture is made with its first tile. */
const SMALL_CANVAS = 1_000_000;

/** Encoders that take seconds where others take milliseconds. */
const SLOW_FORMATS: ReadonlySet<string> = new Set(['avif', 'jxl']);

/**
 * Settles what is wanted, whether it exists and whether this person may see it: everything that comes before
 * any pixel. Errors in this order: 400, 403 and 404 of the path, 403 of rights, 404 of the file.
 */
export async function wantPicture(
  parts: PictureParts,
  principal: Principal,
  rawQuery: string,
  accept: string | undefined,
  grant?: PictureGrant,
): Promise<WantedPicture> {
  const query = parsePictureQuery(rawQuery, parts.limits);
  const named = query.template === undefined ? undefined : parts.templates.named(query.template);
  const limited =
    principal.userId === undefined
      ? applyPublicLimits(query.values, query.dpr, named, parts.publicLimits)
      : { values: query.values, dpr: query.dpr };
  const settled = resolvePicture({
    asked: limited.values,
    template: named ?? parts.templates.standard(),
    templateNamed: named !== undefined,
    dpr: limited.dpr,
    sourceExtension: extensionOf(query.src),
    accept,
    autoFormats: parts.autoFormats,
    maxDimension: parts.limits.maxDimension,
  });

  const { image, until } = await permittedImage(parts, principal, query.src, LEVEL.view, grant);
  const resolved = withChosenFocus(settled, image.image.record);
  const overlaySrc = resolved.transform.overlaySrc;
  let overlay: HeldImage | undefined;
  if (overlaySrc !== undefined) {
    // A template's author decided for its overlay; a URL must not get at what its reader may not see.
    if (query.overlayFromUrl) parts.permissions.require(principal, folderOfImage(overlaySrc), LEVEL.view);
    overlay = await parts.catalog.find(overlaySrc);
    if (query.overlayFromUrl) parts.permissions.require(principal, overlay.image.folder, LEVEL.view);
  }

  const key = keyOf(parts, resolved, image, overlay);
  const check =
    principal.userId === undefined && publicPostCheckNeeded(query.values, named, parts.publicLimits);
  return {
    query,
    resolved,
    image,
    overlay,
    address: addressOf(key),
    etag: entityTag(key.imageId, key.version, key.transform),
    shared: until === undefined && (principal.userId === undefined || isForEverybody(parts, image, overlay)),
    until,
    mayBypass: parts.benchmarking || principal.userId !== undefined,
    postCheck: check ? { template: named } : undefined,
  };
}

/**
 * The focal point that somebody chose for a picture, in place of the one that `gravity=smart` would look for. It was
 * chosen on the first page.
 */
export function withChosenFocus(
  resolved: Resolved,
  { focus, width, height }: Pick<ImageRecord, 'focus' | 'width' | 'height'>,
): Resolved {
  const { transform } = resolved;
  const isWanted = transform.gravity === 'smart' && transform.page === undefined;
  if (focus === null || !isWanted || width === 0 || height === 0) return resolved;
  const { gravity: _gravity, ...rest } = transform;
  const chosen = focusOnCanvas(focus, { width, height }, transform);
  return { ...resolved, transform: { ...rest, ...chosen } };
}

/** Whether the public would get the same answer as somebody signed in. */
function isForEverybody(parts: PictureParts, image: HeldImage, overlay: HeldImage | undefined): boolean {
  const { maxWidth, maxHeight } = parts.publicLimits;
  if (maxWidth > 0 || maxHeight > 0) return false;
  return [image, overlay].every(
    (held) => held === undefined || parts.permissions.level(PUBLIC, held.image.folder) >= LEVEL.view,
  );
}

/** Whether the caller's copy is still good: true before any pixel work. */
export function isNotModified(wanted: WantedPicture, ifNoneMatch: string | undefined): boolean {
  // A picture that may turn out too large for this caller has to be looked at first.
  if (ifNoneMatch === undefined || wanted.postCheck || expiryOf(wanted) < 0) return false;
  return matchesTag(ifNoneMatch, wanted.etag);
}

/** The bytes of a wanted picture and whether they were there already. */
export async function obtainPicture(
  parts: PictureParts,
  wanted: WantedPicture,
  signal?: AbortSignal,
): Promise<{ picture: CachedImage; cached: boolean; from: string }> {
  const { query, address } = wanted;
  const fresh = parts.benchmarking && query.recache === true;
  if (fresh) await parts.purge(wanted.image.image);
  const render = (wait: { waitMs: number; signal?: AbortSignal }) => renderPicture(parts, wanted, wait);
  if (wanted.mayBypass && query.cache === false) {
    const found = fresh ? undefined : await parts.cache.get(address);
    if (found?.entry.kind === 'picture') return { picture: found.entry, cached: true, from: found.tier };
    return { picture: await render({ waitMs: parts.waitMs }), cached: false, from: 'render' };
  }
  const untiled = smallUntiled(parts, wanted);
  // A tile that is kept needs no whole, even where the whole has been evicted.
  if (untiled && !(await parts.cache.get(address))) {
    await parts.source.obtain(untiled.address, (wait) => renderPicture(parts, untiled, wait), {
      waitMs: parts.waitMs,
      signal,
    });
  }
  const { picture, from } = await parts.source.obtain(address, render, {
    waitMs: parts.waitMs,
    signal,
    fresh,
  });
  const { postCheck } = wanted;
  if (postCheck) checkPublicSize(picture, postCheck.template, parts.publicLimits);
  return { picture, cached: from !== 'render' && from !== 'flight', from };
}

/**
 * The whole that a tile is cut from, when it is small: it is made and kept with its first tile, as in the
 * original, so that a viewer's first overview and its tiles cost one render. Larger ones are what tiles avoid.
 */
function smallUntiled(parts: PictureParts, wanted: WantedPicture): WantedPicture | undefined {
  const { tile, ...rest } = wanted.resolved.transform;
  const { width, height } = wanted.image.image;
  if (tile === undefined || width === 0 || height === 0) return undefined;
  const transform = normalize(rest, extensionOf(wanted.query.src));
  const { canvas } = plan(transform, { width, height }, parts.limits.maxDimension);
  if (canvas.width * canvas.height > SMALL_CANVAS) return undefined;
  const resolved = { ...wanted.resolved, transform, verbatim: false };
  return { ...wanted, resolved, address: addressOf(keyOf(parts, resolved, wanted.image, wanted.overlay)) };
}

/** What makes two requests the same picture. */
export function keyOf(
  parts: Pick<PictureParts, 'imaging'>,
  resolved: Resolved,
  { image }: HeldImage,
  overlay: HeldImage | undefined,
): PictureKey {
  const shape = resolved.verbatim
    ? 'verbatim'
    : [
        identity(resolved.transform),
        parts.imaging.settingsKey,
        overlay ? `${overlay.image.id}@${overlay.image.version}` : '',
      ].join('|');
  return { imageId: image.id, version: image.version, transform: shape };
}

/** Makes a picture in its turn. Throws busy when the queue is full or it takes too long. */
export async function renderPicture(
  parts: Pick<PictureParts, 'queue' | 'storage' | 'imaging'>,
  { resolved, image, overlay }: Pick<WantedPicture, 'resolved' | 'image' | 'overlay'>,
  wait: { waitMs: number; signal?: AbortSignal },
): Promise<CachedImage> {
  const lane = SLOW_FORMATS.has(resolved.format) ? 'slow' : 'render';
  const readJob = async () => ({
    source: await sourceOf(parts.storage, image.image),
    transform: resolved.transform,
    ...(overlay ? { overlay: await sourceOf(parts.storage, overlay.image) } : {}),
  });
  // A place in the queue is for drawing: files that are read apart do not keep others waiting.
  if (!resolved.verbatim) await parts.imaging.prepare(await readJob());
  return parts.queue.run(
    lane,
    async () => {
      if (resolved.verbatim) return readVerbatim(parts.storage, image.image, resolved.format);
      const job = await readJob();
      const { data, ...facts } = await parts.imaging.render(job);
      return { kind: 'picture', body: data, ...facts };
    },
    wait,
  );
}

/** A file's own bytes as a picture. */
async function readVerbatim(storage: Storage, image: CatalogImage, format: string): Promise<CachedImage> {
  const mime = mimeOf(format);
  if (mime === undefined) throw unsupported('The file is not a supported image.');
  const { stream } = await storage.read(image.src);
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return {
    kind: 'picture',
    body: Buffer.concat(chunks),
    mime,
    format,
    width: image.width,
    height: image.height,
  };
}

/** What the source keys of all versions of an image begin with. */
export function sourcePrefix(src: string): string {
  return `${src}@`;
}

/** A catalog image as imaging knows it. */
export async function sourceOf(storage: Storage, image: { src: string; version: string }): Promise<Source> {
  return {
    file: await storage.localFile(image.src),
    extension: extensionOf(image.src),
    key: `${sourcePrefix(image.src)}${image.version}`,
  };
}

/** The headers of an answer with these bytes. */
export function answerOf(
  wanted: WantedPicture,
  mime: string,
  length: number | undefined,
  isPreview = false,
): ReadyAnswer {
  const { query, resolved, etag } = wanted;
  return readyAnswer({
    etag,
    expirySecs: expiryOf(wanted),
    mime,
    length,
    disposition: resolved.attachment
      ? contentDisposition('attachment', downloadName(query.src, resolved.format))
      : undefined,
    negotiated: resolved.negotiated !== undefined,
    shared: wanted.shared,
    isPreview,
  });
}

function expiryOf({ resolved, until }: WantedPicture): number {
  return grantedExpiry(resolved.expirySecs ?? DEFAULT_EXPIRY, until);
}
