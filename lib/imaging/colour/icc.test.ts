import { describe, expect, it } from 'vitest';
import { loadProfiles } from '../profiles.ts';
import { isSrgbProfile, profileHeader, srgbGreyProfile } from './icc.ts';

const builtIns = loadProfiles(undefined);

async function bytes(name: string): Promise<Buffer> {
  const profile = builtIns.get(name);
  if (profile === undefined) throw new Error(`no profile ${name}`);
  return Buffer.from(await profile.read());
}

/** A matrix profile with the primaries of the built-in sRGB and one curve for all channels. */
async function withCurve(curve: Buffer): Promise<Buffer> {
  const icc = await bytes('srgb');
  const count = icc.readUInt32BE(128);
  const grown = Buffer.concat([icc, curve]);
  grown.writeUInt32BE(grown.length, 0);
  for (let i = 0; i < count; i++) {
    const at = 132 + i * 12;
    if (!/^[rgb]TRC$/.test(icc.toString('latin1', at, at + 4))) continue;
    grown.writeUInt32BE(icc.length, at + 4);
    grown.writeUInt32BE(curve.length, at + 8);
  }
  return grown;
}

/** A curve type with these values of 16 bits. */
function curv(...values: number[]): Buffer {
  const tag = Buffer.alloc(12 + values.length * 2);
  tag.write('curv', 'latin1');
  tag.writeUInt32BE(values.length, 8);
  for (const [i, value] of values.entries()) tag.writeUInt16BE(Math.round(value), 12 + i * 2);
  return tag;
}

function srgbTable(size: number): number[] {
  return Array.from({ length: size }, (_, i) => {
    const x = i / (size - 1);
    return 65535 * (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
  });
}

describe('isSrgbProfile', () => {
  it('knows sRGB by its numbers, with a formula or a table for its curve', async () => {
    expect(isSrgbProfile(await bytes('srgb'))).toBe(true);
    expect(isSrgbProfile(await withCurve(curv(...srgbTable(1024))))).toBe(true);
  });

  it.each([
    ['gamma 2.2', curv(2.2 * 256)],
    ['gamma 1', curv()],
    ['a coarse table', curv(...srgbTable(8))],
    ['a curve that is cut off', curv(...srgbTable(1024)).subarray(0, 100)],
    ['no curve', Buffer.from('textsomething...')],
  ])('refuses %s', async (_, curve) => {
    expect(isSrgbProfile(await withCurve(curve))).toBe(false);
  });

  it('refuses other primaries, other models and what is no profile', async () => {
    expect(isSrgbProfile(await bytes('p3'))).toBe(false);
    expect(isSrgbProfile(await bytes('cmyk'))).toBe(false);
    expect(isSrgbProfile(srgbGreyProfile())).toBe(false);
    expect(isSrgbProfile(Buffer.alloc(0))).toBe(false);
    expect(isSrgbProfile(Buffer.alloc(200, 0xff))).toBe(false);
  });

  it('never throws, wherever a profile is damaged', async () => {
    const icc = await bytes('srgb');
    for (let at = 0; at < icc.length; at++) {
      const broken = Buffer.from(icc);
      broken[at] = (broken[at] ?? 0) ^ 0xff;
      expect(typeof isSrgbProfile(broken)).toBe('boolean');
      expect(typeof isSrgbProfile(icc.subarray(0, at))).toBe('boolean');
    }
  });
});

describe('profileHeader', () => {
  it.each([
    ['srgb', 'rgb', 'mntr'],
    ['p3', 'rgb', 'mntr'],
    ['cmyk', 'cmyk', 'prtr'],
  ])('%s', async (name, space, deviceClass) => {
    expect(profileHeader(await bytes(name))).toEqual({ space, deviceClass });
  });

  it('is undefined for a file that is shorter than it says', async () => {
    const icc = await bytes('srgb');
    expect(profileHeader(icc.subarray(0, icc.length - 1))).toBeUndefined();
  });
});
