import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import sharp from 'sharp';
import { profileHeader } from './colour/icc.ts';

/** `lab` marks an abstract profile: an effect on colours rather than a device. */
export type ColourFamily = 'rgb' | 'gray' | 'cmyk' | 'lab';

/** One profile that requests can name. */
export type Profile = {
  /** Lower case, without extension. */
  name: string;
  family: ColourFamily;
  /** Device class signature of the header (`mntr`, `prtr`, `abst` ...). */
  deviceClass: string;
  /** Of the content; for built-ins of the library version that ships them. */
  hash: string;
  /** What sharp opens it by: an absolute path, or the name of a built-in. */
  source: string;
  /** The bytes to embed. */
  read(): Promise<Buffer>;
};

/** The profiles of this installation. */
export type ProfileRegistry = {
  /** Sorted. */
  names: readonly string[];
  /** By lower-case name. */
  get(name: string): Profile | undefined;
  /** The built-in sRGB, whatever an operator's file of that name holds. */
  srgb: Profile;
  /** What CMYK numbers without a profile mean: the operator's `cmyk` file, else the built-in. */
  cmyk: Profile;
  /** Files that were left out, and why; for the log. */
  warnings: readonly string[];
  /** Changes when a name or a profile's content changes. */
  hash: string;
};

const MAX_FILES = 256;
const MAX_BYTES = 4 * 1024 * 1024;
const MAX_TOTAL_BYTES = 64 * 1024 * 1024;

/**
 * Reads the operator's profiles (`*.ic*`, no subfolders) and adds sharp's built-in `srgb`, `p3` and `cmyk`
 * under the names no file took. A broken file, or an unreadable folder, becomes a warning, never an error.
 * At most 256 files of 4 MiB and 64 MiB together are held.
 */
export function loadProfiles(iccDir: string | undefined): ProfileRegistry {
  const warnings: string[] = [];
  const srgb = builtIn('srgb', 'rgb', 'mntr');
  const profiles = new Map<string, Profile>();
  for (const profile of [srgb, builtIn('p3', 'rgb', 'mntr'), builtIn('cmyk', 'cmyk', 'prtr')]) {
    profiles.set(profile.name, profile);
  }
  const taken = new Set<string>();
  let total = 0;
  for (const file of iccFiles(iccDir, warnings)) {
    const name = basename(file, extname(file)).toLowerCase();
    if (taken.size >= MAX_FILES) {
      warnings.push(`${file}: skipped, more than ${MAX_FILES} profiles`);
      break;
    }
    if (taken.has(name)) {
      warnings.push(`${file}: skipped, another file has the same name`);
      continue;
    }
    const loaded = loadFile(join(iccDir ?? '', file), name, MAX_TOTAL_BYTES - total);
    if (typeof loaded === 'string') {
      warnings.push(`${file}: skipped, ${loaded}`);
      continue;
    }
    total += loaded.size;
    taken.add(name);
    profiles.set(name, loaded.profile);
  }
  const names = [...profiles.keys()].sort();
  const hash = createHash('sha256');
  for (const name of names) hash.update(`${name}\0${profiles.get(name)?.hash}\0`);
  const named = profiles.get('cmyk');
  return {
    names,
    get: (name) => profiles.get(name),
    srgb,
    cmyk: named?.family === 'cmyk' ? named : builtIn('cmyk', 'cmyk', 'prtr'),
    warnings,
    hash: hash.digest('hex').slice(0, 16),
  };
}

function iccFiles(iccDir: string | undefined, warnings: string[]): string[] {
  if (iccDir === undefined) return [];
  try {
    return readdirSync(iccDir)
      .filter((file) => extname(file).toLowerCase().startsWith('.ic'))
      .sort();
  } catch (error) {
    warnings.push(`${iccDir}: not readable (${error instanceof Error ? error.message : String(error)})`);
    return [];
  }
}

function loadFile(path: string, name: string, room: number): { profile: Profile; size: number } | string {
  let bytes: Buffer;
  try {
    const { size } = statSync(path);
    if (size > MAX_BYTES) return `larger than ${MAX_BYTES} bytes`;
    if (size > room) return `all profiles together exceed ${MAX_TOTAL_BYTES} bytes`;
    bytes = readFileSync(path);
  } catch (error) {
    return `not readable (${error instanceof Error ? error.message : String(error)})`;
  }
  const header = profileHeader(bytes);
  if (header === undefined) return 'not an ICC profile';
  const family = header.space === 'lab' && header.deviceClass !== 'abst' ? undefined : header.space;
  if (family === undefined) return 'neither RGB, grey, CMYK nor an abstract Lab profile';
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
  return {
    size: bytes.length,
    profile: {
      name,
      family,
      deviceClass: header.deviceClass,
      hash,
      source: path,
      read: () => Promise.resolve(bytes),
    },
  };
}

function builtIn(name: 'srgb' | 'p3' | 'cmyk', family: ColourFamily, deviceClass: string): Profile {
  let bytes: Promise<Buffer> | undefined;
  return {
    name,
    family,
    deviceClass,
    hash: `${name}:${sharp.versions.vips}`,
    source: name,
    read() {
      bytes ??= builtInBytes(name).catch((error: unknown) => {
        bytes = undefined;
        throw error;
      });
      return bytes;
    },
  };
}

/** sharp hands out a built-in profile only inside a picture, so one pixel is written and read back. */
async function builtInBytes(name: string): Promise<Buffer> {
  const pixel = sharp({ create: { width: 1, height: 1, channels: 3, background: '#fff' } });
  const file = await pixel.withIccProfile(name).tiff().toBuffer();
  const { icc } = await sharp(file).metadata();
  if (icc === undefined) throw new Error(`sharp has no built-in profile ${name}`);
  return icc;
}
