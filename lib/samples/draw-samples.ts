import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { drawCoast } from './coast.ts';
import { drawDahlia } from './dahlia.ts';
import { drawDunes } from './dunes.ts';
import { drawWatermark, EMBLEM_SVG } from './emblem.ts';
import { addGrain, develop, type Finish, type Frame } from './frame.ts';
import { drawMountains } from './mountains.ts';
import { drawNightCity } from './night-city.ts';
import { drawPlanet } from './planet.ts';
import { tagDisplayP3 } from './profile.ts';
import { drawStillLife } from './still-life.ts';

interface Photograph extends Finish {
  name: string;
  width: number;
  height: number;
  /** How much smaller the scene is drawn than printed; what is lost is about what a lens loses. */
  reduce: number;
  title: string;
  draw: (width: number, height: number) => Promise<Frame>;
  grain: number;
  /** The numbers are Display P3 and the file says so. */
  wide?: boolean;
}

const PHOTOGRAPHS: readonly Photograph[] = [
  {
    name: 'mountains.jpg',
    width: 2400,
    height: 1600,
    reduce: 1.5,
    title: 'Mountains in the mist a little after sunrise',
    draw: drawMountains,
    exposure: 1.05,
    vignette: 0.2,
    saturation: 1.04,
    grain: 2.6,
  },
  {
    name: 'coast.jpg',
    width: 2400,
    height: 1600,
    reduce: 1.5,
    title: 'A lighthouse and the sun going down over the sea',
    draw: drawCoast,
    exposure: 1.1,
    vignette: 0.2,
    saturation: 1,
    grain: 2.6,
  },
  {
    name: 'still-life.jpg',
    width: 1600,
    height: 1200,
    reduce: 1.8,
    title: 'Fruit and a glass ball on a table by a window',
    draw: drawStillLife,
    exposure: 1.12,
    vignette: 0.2,
    saturation: 1,
    grain: 2.4,
  },
  {
    name: 'dunes.jpg',
    width: 1200,
    height: 1600,
    reduce: 1.5,
    title: 'Dunes in the last light under a half moon',
    draw: drawDunes,
    exposure: 1.1,
    vignette: 0.2,
    saturation: 1,
    grain: 2.6,
  },
  {
    name: 'night-city.jpg',
    width: 1600,
    height: 1067,
    reduce: 1.25,
    title: 'A city by a river after dark',
    draw: drawNightCity,
    exposure: 1.5,
    vignette: 0.25,
    saturation: 1,
    grain: 3,
  },
  {
    name: 'wide-gamut.jpg',
    width: 900,
    height: 900,
    reduce: 1,
    title: 'A dahlia in colours beyond sRGB, tagged Display P3',
    draw: drawDahlia,
    exposure: 1.35,
    vignette: 0.3,
    saturation: 1,
    grain: 2.2,
    wide: true,
  },
];

const PAGES = ['mountains.jpg', 'coast.jpg', 'night-city.jpg'] as const;

/**
 * Draws the sample pictures that `dir` does not have yet and returns the names of those written. The folder is
 * made if need be; files that are there are left as they are. Each appears complete or not at all. The same
 * numbers come out on every machine, and the event loop is let through every few milliseconds.
 * @param onFile told the name of each picture once it is in the folder
 */
export async function drawSamples(dir: string, onFile: (name: string) => void = () => {}): Promise<string[]> {
  await mkdir(dir, { recursive: true });
  const written: string[] = [];
  const files: Promise<void>[] = [];
  const add = async (name: string, make: () => Promise<() => Promise<Buffer>>): Promise<void> => {
    if (await exists(join(dir, name))) return;
    const encode = await make();
    // The encoder has threads of its own: the next picture is drawn while it works.
    const file = encode().then(async (bytes) => {
      await publish(dir, name, bytes);
      onFile(name);
    });
    files.push(file);
    file.catch(() => {});
    written.push(name);
  };
  await add('watermark.png', async () => drawWatermark);
  await add('emblem.svg', async () => async () => Buffer.from(EMBLEM_SVG));
  for (const photograph of PHOTOGRAPHS) await add(photograph.name, () => take(photograph));
  await add('loop.gif', drawPlanet);
  await Promise.all(files);
  await add('contact-sheet.tif', async () => () => bindPages(dir));
  await Promise.all(files);
  return written;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function publish(dir: string, name: string, bytes: Buffer): Promise<void> {
  const draft = join(dir, `.${name}.${process.pid}.part`);
  try {
    await writeFile(draft, bytes);
    await rename(draft, join(dir, name));
  } finally {
    await rm(draft, { force: true });
  }
}

/** Draws a scene and returns the work of printing it. */
async function take(photograph: Photograph): Promise<() => Promise<Buffer>> {
  const { width, height, reduce } = photograph;
  const frame = await photograph.draw(Math.round(width / reduce), Math.round(height / reduce));
  const negative = await develop(frame, photograph);
  return async () => {
    const raw = { width: frame.width, height: frame.height, channels: 3 as const };
    const pixels =
      reduce === 1
        ? negative
        : await sharp(negative, { raw }).resize(width, height, { fit: 'fill' }).raw().toBuffer();
    await addGrain(pixels, photograph.grain, width + height);
    const jpeg = await sharp(pixels, { raw: { width, height, channels: 3 } })
      .withExif({
        IFD0: { ImageDescription: photograph.title, Artist: 'Emulsion', Copyright: 'Emulsion' },
      })
      .jpeg({ quality: 88 })
      .toBuffer();
    return photograph.wide ? tagDisplayP3(jpeg) : jpeg;
  };
}

/**
 * Three small pages in one TIFF. The comment in the path keeps the bundler from taking the whole project for files
 * that might be read here.
 */
async function bindPages(dir: string): Promise<Buffer> {
  const pages = await Promise.all(
    PAGES.map((name) =>
      sharp(join(/*turbopackIgnore: true*/ dir, name))
        .resize(600, 400, { fit: 'cover' })
        .removeAlpha()
        .png()
        .toBuffer(),
    ),
  );
  return sharp(pages, { join: { animated: true } })
    .removeAlpha()
    .withExif({ IFD0: { Artist: 'Emulsion', Copyright: 'Emulsion' } })
    .tiff({ compression: 'lzw', predictor: 'horizontal' })
    .toBuffer();
}
