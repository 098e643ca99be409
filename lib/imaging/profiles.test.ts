import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { profileHeader, srgbGreyProfile } from './colour/icc.ts';
import { loadProfiles } from './profiles.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'emulsion-icc-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A header with this colour space and class; enough to be listed. */
function profile(space: string, deviceClass: string): Buffer {
  const icc = srgbGreyProfile();
  icc.write(deviceClass, 12, 'latin1');
  icc.write(space, 16, 'latin1');
  return icc;
}

describe('without a folder', () => {
  it('offers the built-ins with their bytes', async () => {
    const registry = loadProfiles(undefined);
    expect(registry.names).toEqual(['cmyk', 'p3', 'srgb']);
    for (const [name, family] of [
      ['cmyk', 'cmyk'],
      ['p3', 'rgb'],
      ['srgb', 'rgb'],
    ] as const) {
      const found = registry.get(name);
      expect(found?.family).toBe(family);
      expect(profileHeader((await found?.read()) ?? Buffer.alloc(0))?.space).toBe(family);
    }
  });

  it('only warns about a folder that is not there', () => {
    const registry = loadProfiles(join(folder, 'missing'));
    expect(registry.names).toEqual(['cmyk', 'p3', 'srgb']);
    expect(registry.warnings).toEqual([expect.stringContaining('missing')]);
  });
});

describe('with a folder', () => {
  it('names profiles by their files, lower case, and tells families', async () => {
    await writeFile(join(folder, 'AdobeRGB1998.icc'), profile('RGB ', 'mntr'));
    await writeFile(join(folder, 'CoatedFOGRA39.icm'), profile('CMYK', 'prtr'));
    await writeFile(join(folder, 'Greyscale.ICC'), profile('GRAY', 'mntr'));
    await writeFile(join(folder, 'FX-Sepia.icc'), profile('Lab ', 'abst'));
    await writeFile(join(folder, 'readme.txt'), 'not a profile');
    const registry = loadProfiles(folder);
    expect(registry.warnings).toEqual([]);
    expect(registry.names).toEqual([
      'adobergb1998',
      'cmyk',
      'coatedfogra39',
      'fx-sepia',
      'greyscale',
      'p3',
      'srgb',
    ]);
    expect(registry.names.map((name) => registry.get(name)?.family)).toEqual([
      'rgb',
      'cmyk',
      'cmyk',
      'lab',
      'gray',
      'rgb',
      'rgb',
    ]);
  });

  it('an operator file wins over the built-in, and stands for CMYK without a profile', async () => {
    await writeFile(join(folder, 'cmyk.icc'), profile('CMYK', 'prtr'));
    await writeFile(join(folder, 'sRGB.icc'), profile('RGB ', 'mntr'));
    const registry = loadProfiles(folder);
    expect(await registry.cmyk.read()).toEqual(profile('CMYK', 'prtr'));
    expect(await registry.get('srgb')?.read()).toEqual(profile('RGB ', 'mntr'));
    expect(registry.srgb.source).toBe('srgb');
  });

  it('an RGB file called cmyk does not', async () => {
    await writeFile(join(folder, 'cmyk.icc'), profile('RGB ', 'mntr'));
    expect(loadProfiles(folder).cmyk.family).toBe('cmyk');
  });

  it.each([
    ['empty', Buffer.alloc(0)],
    ['too short', srgbGreyProfile().subarray(0, 60)],
    ['without signature', Buffer.alloc(500)],
    ['cut off', srgbGreyProfile().subarray(0, 200)],
    ['of an unknown model', profile('Luv ', 'mntr')],
    ['Lab but no effect', profile('Lab ', 'spac')],
    ['too large', Buffer.alloc(4 * 1024 * 1024 + 1)],
  ])('skips a file that is %s, with a warning', async (_, content) => {
    await writeFile(join(folder, 'odd.icc'), content);
    await writeFile(join(folder, 'good.icc'), profile('RGB ', 'mntr'));
    const registry = loadProfiles(folder);
    expect(registry.get('odd')).toBeUndefined();
    expect(registry.get('good')).toBeDefined();
    expect(registry.warnings).toEqual([expect.stringMatching(/^odd\.icc: skipped, /)]);
  });

  it('warns about a second file of the same name', async () => {
    await writeFile(join(folder, 'twice.icc'), profile('RGB ', 'mntr'));
    await copyFile(join(folder, 'twice.icc'), join(folder, 'Twice.icm'));
    const registry = loadProfiles(folder);
    expect(registry.names.filter((name) => name === 'twice')).toHaveLength(1);
    expect(registry.warnings).toHaveLength(1);
  });

  it('the hash follows names and contents', async () => {
    await writeFile(join(folder, 'a.icc'), profile('RGB ', 'mntr'));
    const first = loadProfiles(folder).hash;
    expect(loadProfiles(folder).hash).toBe(first);
    await writeFile(join(folder, 'a.icc'), profile('RGB ', 'prtr'));
    const second = loadProfiles(folder).hash;
    await rm(join(folder, 'a.icc'));
    await writeFile(join(folder, 'b.icc'), profile('RGB ', 'prtr'));
    expect(new Set([first, second, loadProfiles(folder).hash]).size).toBe(3);
  });
});
