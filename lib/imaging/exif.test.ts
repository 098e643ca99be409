import { describe, expect, it } from 'vitest';
import { copyrightExif, exifBody, exifForResult, exifWithDpi, readCopyright } from './exif.ts';

type Tag = { tag: number; type: number; count: number; value: number | Buffer };

/** EXIF with a main directory, and a second one with a thumbnail at the very end or before a trailing text. */
function exif(order: 'II' | 'MM', main: Tag[], thumbnail?: Buffer, trailer = Buffer.alloc(0)): Buffer {
  const little = order === 'II';
  const second: Tag[] = thumbnail
    ? [
        { tag: 0x0201, type: 4, count: 1, value: 0 },
        { tag: 0x0202, type: 4, count: 1, value: thumbnail.length },
      ]
    : [];
  const mainEnd = 8 + 2 + main.length * 12 + 4;
  const secondEnd = mainEnd + (second.length > 0 ? 2 + second.length * 12 + 4 : 0);
  const outside = Buffer.concat(
    main.flatMap(({ value }) => (Buffer.isBuffer(value) && value.length > 4 ? [value] : [])),
  );
  const pictureAt = secondEnd + outside.length;
  const body = Buffer.concat([Buffer.alloc(secondEnd), outside, thumbnail ?? Buffer.alloc(0), trailer]);
  const u16 = (value: number, at: number) =>
    little ? body.writeUInt16LE(value, at) : body.writeUInt16BE(value, at);
  const u32 = (value: number, at: number) =>
    little ? body.writeUInt32LE(value, at) : body.writeUInt32BE(value, at);
  body.write(order, 'latin1');
  u16(42, 2);
  u32(8, 4);
  let free = secondEnd;
  const directory = (tags: Tag[], start: number, next: number) => {
    u16(tags.length, start);
    for (const [i, { tag, type, count, value }] of tags.entries()) {
      const at = start + 2 + i * 12;
      u16(tag, at);
      u16(type, at + 2);
      u32(count, at + 4);
      if (Buffer.isBuffer(value)) {
        if (value.length <= 4) value.copy(body, at + 8);
        else {
          u32(free, at + 8);
          free += value.length;
        }
      } else if (type === 3) u16(value, at + 8);
      else u32(tag === 0x0201 ? pictureAt : value, at + 8);
    }
    u32(next, start + 2 + tags.length * 12);
  };
  directory(main, 8, second.length > 0 ? mainEnd : 0);
  if (second.length > 0) directory(second, mainEnd, 0);
  return body;
}

const text = (tag: number, value: string): Tag => {
  const bytes = Buffer.from(`${value}\0`);
  return { tag, type: 2, count: bytes.length, value: bytes };
};
const rational = (tag: number, order: 'II' | 'MM', over: number, under: number): Tag => {
  const value = Buffer.alloc(8);
  for (const [i, part] of [over, under].entries()) {
    if (order === 'II') value.writeUInt32LE(part, i * 4);
    else value.writeUInt32BE(part, i * 4);
  }
  return { tag, type: 5, count: 1, value };
};

describe.each(['II', 'MM'] as const)('%s byte order', (order) => {
  const orientation: Tag = { tag: 0x0112, type: 3, count: 1, value: 6 };
  const u16 = (body: Buffer, at: number) => (order === 'II' ? body.readUInt16LE(at) : body.readUInt16BE(at));
  const u32 = (body: Buffer, at: number) => (order === 'II' ? body.readUInt32LE(at) : body.readUInt32BE(at));

  it('resets the orientation of pixels that were turned, and only of those', () => {
    const source = exif(order, [orientation]);
    expect(u16(exifForResult(source, true), 18)).toBe(1);
    expect(u16(exifForResult(source, false), 18)).toBe(6);
    expect(u16(source, 18)).toBe(6);
  });

  it('cuts the thumbnail off, or blanks it when something follows', () => {
    const picture = Buffer.from('a small picture of everything');
    const cut = exifForResult(exif(order, [orientation], picture), false);
    expect(cut.includes(picture)).toBe(false);
    expect(u32(cut, 8 + 2 + 12)).toBe(0);
    const blanked = exifForResult(exif(order, [orientation], picture, Buffer.from('note')), false);
    expect(blanked.includes(picture)).toBe(false);
    expect(blanked.subarray(-4).toString()).toBe('note');
  });

  it('replaces a stated resolution', () => {
    const unit: Tag = { tag: 0x0128, type: 3, count: 1, value: 3 };
    const source = exif(order, [rational(0x011a, order, 72, 1), rational(0x011b, order, 72, 1), unit]);
    const changed = exifWithDpi(source, 300);
    const at = (i: number) => u32(changed, 8 + 2 + i * 12 + 8);
    expect([0, 1].map((i) => u32(changed, at(i)) / u32(changed, at(i) + 4))).toEqual([300, 300]);
    expect(u16(changed, 8 + 2 + 2 * 12 + 8)).toBe(2);
  });

  it('reads artist and copyright, short, long, and with both copyright holders', () => {
    expect(readCopyright(exif(order, [text(0x013b, 'Ann'), text(0x8298, '© Ann Bär')]))).toEqual({
      artist: 'Ann',
      copyright: '© Ann Bär',
    });
    expect(readCopyright(exif(order, [text(0x8298, 'Ann\0Bob')]))).toEqual({
      artist: undefined,
      copyright: 'Ann, Bob',
    });
    expect(readCopyright(exif(order, [orientation]))).toBeUndefined();
  });
});

it.each([
  { artist: 'Ann', copyright: 'Copyright (c) 2026 Ann (all rights reserved)' },
  { artist: 'A', copyright: undefined },
  { artist: undefined, copyright: '日本' },
])('writes what it reads: %o', (texts) => {
  expect(readCopyright(copyrightExif(texts))).toEqual(texts);
});

it('leaves JPEG’s marker away', () => {
  const body = exif('II', [text(0x013b, 'Ann Example')]);
  const marked = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), body]);
  expect(exifBody(marked)).toEqual(body);
  expect(readCopyright(marked)?.artist).toBe('Ann Example');
});

it('never throws, wherever EXIF is damaged or cut off', () => {
  const good = exif(
    'II',
    [
      { tag: 0x0112, type: 3, count: 1, value: 6 },
      rational(0x011a, 'II', 72, 1),
      text(0x013b, 'Ann Example'),
    ],
    Buffer.from('thumbnail'),
  );
  const all = (body: Buffer) => {
    exifForResult(body, true);
    exifWithDpi(body, 300);
    readCopyright(body);
  };
  for (let at = 0; at <= good.length; at++) {
    all(good.subarray(0, at));
    for (const value of [0, 0x7f, 0xff]) {
      const broken = Buffer.from(good);
      broken[at] = value;
      all(broken);
    }
  }
  expect(readCopyright(good)?.artist).toBe('Ann Example');
});
