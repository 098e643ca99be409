import sharp from 'sharp';
import { createColour } from './colour/colour.ts';
import { createDrawer } from './draw.ts';
import { expectFailures } from './failures.ts';
import { createStandIns } from './foreign/stand-ins.ts';
import { createOpener, pictureInfo } from './open-picture.ts';
import type { ImagingOptions, PictureInfo, Rendered, RenderJob, Source } from './options.ts';
import { type ColourFamily, loadProfiles } from './profiles.ts';
import { createPyramids } from './pyramids.ts';
import { createRasterStore } from './raster-store.ts';
import { renderPicture } from './render.ts';
import type { Studio } from './scene.ts';
import { createFocusFinder } from './smart.ts';

export type { ImagingOptions, PictureInfo, Rendered, RenderJob, Source } from './options.ts';

export type Imaging = {
  /**
   * What the header of a picture says. 404 without the file, 415 for what cannot be decoded or has no such page.
   * @param dpi in which files without pixels of their own are drawn
   */
  probe(source: Source, page?: number, dpi?: number): Promise<PictureInfo>;
  /**
   * Reads files of kinds that the library does not read, which may take long, so that `render` finds them ready. Does
   * nothing for others; the content decides, not the name. To be called outside the places in which pictures are drawn. Fails as render does.
   */
  prepare(job: RenderJob): Promise<void>;
  /**
   * Draws and encodes. Fails only with 400 (sizes, profile name), 404 (files), 415 (content, format, colour)
   * and 503 (deadline). How many run at once is the caller's business.
   */
  render(job: RenderJob): Promise<Rendered>;
  /** Profiles that requests can name, in lower case, with the colour space of each. */
  profileSpaces: ReadonlyMap<string, ColourFamily>;
  /** Changes with every setting, profile or library that changes pixels; part of the identity of answers. */
  settingsKey: string;
  /** For the log: profiles that could not be loaded. */
  warnings: readonly string[];
  /** Drops what is kept of pictures whose key starts so. */
  forget(keyPrefix: string): Promise<void>;
  /** Waits for pyramids being built; nothing may be asked afterwards. */
  close(): Promise<void>;
};

/** Loaders of libvips that files from strangers must never reach. */
const BLOCKED = [
  'VipsForeignLoadPdf',
  'VipsForeignLoadMagick',
  'VipsForeignLoadOpenslide',
  'VipsForeignLoadFits',
  'VipsForeignLoadNifti',
  'VipsForeignLoadMat',
  'VipsForeignLoadVips',
  'VipsForeignLoadAnalyze',
  'VipsForeignLoadCsv',
  'VipsForeignLoadMatrix',
  'VipsForeignLoadPpm',
  'VipsForeignLoadRad',
  'VipsForeignLoadRaw',
  'VipsForeignLoadJxl',
  'VipsForeignLoadJp2k',
  'VipsForeignLoadDcRaw',
];

/** The picture engine. Keeps decoded pixels and pyramids within the given bounds. */
export function createImaging(options: ImagingOptions): Imaging {
  // The process shares one libvips: its own cache would hold on to files, and one picture gets one thread,
  // because as many pictures as cores are drawn at once.
  sharp.cache(false);
  sharp.concurrency(1);
  sharp.block({ operation: BLOCKED });
  const profiles = loadProfiles(options.iccDir);
  const { resizeQuality, linearLight, timeoutSeconds } = options;
  const rules = { resizeQuality, linearLight, timeoutSeconds };
  const rasters = createRasterStore(options.baseMemoryBytes);
  const pyramids = createPyramids(options);
  const standIns = createStandIns(options);
  const opener = createOpener(options, standIns);
  const studio: Studio = {
    options,
    rules,
    opener,
    drawer: createDrawer(rules, rasters, pyramids),
    rasters,
    pyramids,
    focus: createFocusFinder(rules, rasters),
    colour: createColour(profiles),
    profiles,
  };
  return {
    probe: (source, page, dpi) =>
      expectFailures(async () => pictureInfo(await opener.glance(source, page, dpi))),
    prepare: ({ source, transform, overlay }) =>
      expectFailures(async () => {
        if (await opener.isReadApart(source, transform.page)) {
          await (await opener.open(source, transform.page, transform.dpi)).standIn?.();
        }
        if (overlay && (await opener.isReadApart(overlay))) await (await opener.open(overlay)).standIn?.();
      }),
    render: (job) => expectFailures(() => renderPicture(studio, job)),
    profileSpaces: new Map(profiles.names.map((name) => [name, profiles.get(name)?.family ?? 'rgb'])),
    settingsKey: settingsKey(options, profiles.hash),
    warnings: profiles.warnings,
    async forget(keyPrefix) {
      opener.forget(keyPrefix);
      rasters.forget(keyPrefix);
      studio.focus.forget(keyPrefix);
      await standIns.forget(keyPrefix);
      await pyramids.forget(keyPrefix);
    },
    close: () => pyramids.close(),
  };
}

/** Bumped when drawing itself changes. */
const DRAWING = 3;

function settingsKey(options: ImagingOptions, profiles: string): string {
  const { resizeQuality, linearLight, autoOrient, keepCopyright, drawnDpi } = options;
  const flags = [resizeQuality, linearLight, autoOrient, keepCopyright].map(Number).join('');
  return `${DRAWING}.${flags}.${drawnDpi}.${sharp.versions.sharp}.${profiles}`;
}
