import { createHash } from 'node:crypto';
import { mkdir, rename, rm, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { busy } from '#lib/errors/error.ts';
import type { ImagingOptions, Source } from '../options.ts';
import { emptyPyramidFolder, makeRoom, STAND_IN_SUFFIX, UNFINISHED_SUFFIX } from '../pyramid-folder.ts';
import type { PageFacts } from './decoded.ts';
import { decodeForeign } from './decoder-pool.ts';
import type { ForeignKind } from './kinds.ts';
import { createRecentRefusals } from './recent-refusals.ts';

/** Files that the imaging library reads in place of those that it cannot. */
export type StandIns = {
  /** What the header of the page says. 404, 415 and 503 as decodeForeign. */
  facts(wanted: WantedPage): Promise<PageFacts>;
  /**
   * The stand-in, made when it is not there; once for all who ask meanwhile. Its name tells whether it is no more than a
   * preview (isPreview).
   */
  obtain(wanted: WantedPage): Promise<string>;
  forget(keyPrefix: string): Promise<void>;
};

/** A page (from 1) of a file whose kind is known. */
export type WantedPage = {
  source: Source;
  kind: ForeignKind;
  page: number;
  /** For kinds that are drawn; undefined = as usual. */
  dpi: number | undefined;
};

type Options = Pick<ImagingOptions, 'pyramidDir' | 'pyramidDiskBytes' | 'maxInputPixels' | 'timeoutSeconds'>;

/**
 * Part of the time for a picture that reading its file may take: so it ends, and tells what the matter is, before whoever
 * asked has waited too long.
 */
const READING = 0.8;
/** Bytes over the limit that files in use may take before others are turned away. */
const GRACE = 2 ** 31;
const MAX_KNOWN = 10_000;

/** Keeps stand-ins beside the pyramids, within their disk limit. */
export function createStandIns(options: Options): StandIns {
  const { pyramidDir, pyramidDiskBytes, maxInputPixels } = options;
  const timeoutSeconds = options.timeoutSeconds * READING;
  const making = new Map<string, Promise<string>>();
  /** Names by the key of what they stand for. */
  const known = new Map<string, string>();
  const refusals = createRecentRefusals();
  let taken = 0;

  const jobOf = ({ source, kind, page, dpi }: WantedPage, output: string | undefined) => ({
    file: source.file,
    kind,
    page,
    dpi,
    maxPixels: maxInputPixels,
    output,
  });

  async function make(wanted: WantedPage, name: string): Promise<string> {
    if (taken > pyramidDiskBytes + GRACE) {
      taken = await makeRoom(pyramidDir, pyramidDiskBytes, name);
      if (taken > pyramidDiskBytes + GRACE) throw busy('There is no room to process the image.', 30);
    }
    let file = join(pyramidDir, name);
    const temporary = `${file}.${process.pid}.${Date.now()}${UNFINISHED_SUFFIX}`;
    try {
      await mkdir(pyramidDir, { recursive: true });
    } catch {
      throw busy('There is no room to process the image.', 30);
    }
    try {
      const facts = await decodeForeign(jobOf(wanted, temporary), timeoutSeconds);
      if (facts.isPreview) file = join(pyramidDir, previewName(name));
      await rename(temporary, file);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
    taken = await makeRoom(pyramidDir, pyramidDiskBytes, basename(file));
    return file;
  }

  return {
    facts: (wanted) =>
      refusals.attempt(pageKey(wanted), () => decodeForeign(jobOf(wanted, undefined), timeoutSeconds)),
    async obtain(wanted) {
      const name = standInName(wanted);
      const file = join(pyramidDir, name);
      const page = pageKey(wanted);
      known.delete(page);
      known.set(page, name);
      for (const oldest of known.keys()) {
        if (known.size <= MAX_KNOWN) break;
        known.delete(oldest);
      }
      if (await touch(file)) return file;
      const preview = join(pyramidDir, previewName(name));
      if (wanted.kind === 'raw' && (await touch(preview))) return preview;
      const running = making.get(name);
      if (running !== undefined) return running;
      const started = refusals
        .attempt(`${page}\0pixels`, () => make(wanted, name))
        .finally(() => making.delete(name));
      making.set(name, started);
      return started;
    },
    async forget(keyPrefix) {
      refusals.forget(keyPrefix);
      if (keyPrefix === '') {
        known.clear();
        return emptyPyramidFolder(pyramidDir);
      }
      for (const [key, name] of known) {
        if (!key.startsWith(keyPrefix)) continue;
        known.delete(key);
        await rm(join(pyramidDir, name), { force: true });
        await rm(join(pyramidDir, previewName(name)), { force: true });
      }
    },
  };
}

function pageKey({ source, page, dpi }: WantedPage): string {
  return `${source.key}\0${page}\0${dpi}`;
}

const PREVIEW_SUFFIX = `.preview${STAND_IN_SUFFIX}`;

function previewName(name: string): string {
  return name.slice(0, -STAND_IN_SUFFIX.length) + PREVIEW_SUFFIX;
}

/** Whether a stand-in shows what the file holds beside its picture. */
export function isPreview(standIn: string): boolean {
  return standIn.endsWith(PREVIEW_SUFFIX);
}

/** Marks a file as used just now; false without it. */
async function touch(file: string): Promise<boolean> {
  const now = new Date();
  return utimes(file, now, now).then(
    () => true,
    () => false,
  );
}

/** The content decides the name, so a stand-in outlives the process. The number changes with the decoders. */
function standInName({ source: { key }, page, dpi }: WantedPage): string {
  return (
    createHash('sha256').update(`stand-in 2\0${key}\0${page}\0${dpi}`).digest('hex').slice(0, 40) +
    STAND_IN_SUFFIX
  );
}
