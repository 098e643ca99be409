import { describe, expect, it } from 'vitest';
import { EmulsionError } from '#lib/errors/error.ts';
import { SHIPPED_TEMPLATES } from './shipped-templates.ts';
import { applyDpr, mergeTemplate, parseTemplate, templateToStore } from './template.ts';
import { LIMITS } from './testing/requests.ts';
import type { TransformValues } from './values.ts';

const stored = (fields: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, { value }]));

describe('parseTemplate', () => {
  it.each<[Record<string, unknown>, TransformValues]>([
    [{}, {}],
    [
      { width: 640, size_fit: true },
      { width: 640, sizeFit: true },
    ],
    [
      { width: 0, strip: false, sharpen: 0 },
      { width: 0, strip: false, sharpen: 0 },
    ],
    [{ width: null, fill: '', tile: null, strip: '', page: undefined }, {}],
    [
      { overlay_src: 'Marks//WM.png', overlay_opacity: 0.4 },
      { overlaySrc: 'Marks/WM.png', overlayOpacity: 0.4 },
    ],
    [
      { overlay_size: 0.1234567, overlay_pos: 'NE' },
      { overlaySize: 0.12346, overlayPos: 'ne' },
    ],
    [
      { format: 'PNG', flip: 'H', fill: 'RED' },
      { format: 'png', flip: 'h', fill: 'red' },
    ],
    [{ fill: 'FF0000' }, { fill: 'ff0000' }],
    [
      { align_h: 'L0.123456789', align_v: 'B1' },
      { alignH: 'l0.12345', alignV: 'b1' },
    ],
    [
      { rotation: 12.3456789, top: 0.1 },
      { rotation: 12.34568, top: 0.1 },
    ],
    [
      { left: 0, bottom: 1, right: 0.5, crop_fit: false },
      { left: 0, bottom: 1, right: 0.5, cropFit: false },
    ],
    [
      { icc_profile: 'sRGB', icc_intent: 'Perceptual', icc_bpc: true },
      { iccProfile: 'srgb', iccIntent: 'perceptual', iccBpc: true },
    ],
    [{ colorspace: 'sRGB' }, { colorspace: 'rgb' }],
    [{ dpi_x: 300, dpi_y: 200 }, { dpi: 300 }],
    [{ dpi_y: 200 }, {}],
    [{ tile: [2, 4] }, { tile: { number: 2, grid: 4 } }],
    [{ expiry_secs: -1 }, { expirySecs: -1 }],
    [
      { attachment: false, record_stats: true },
      { attachment: false, recordStats: true },
    ],
    [
      { depth: 16, compression: 'LZW', lossless: 'near' },
      { depth: 16, compression: 'lzw', lossless: 'near' },
    ],
    [
      { gravity: 'Smart', animate: true },
      { gravity: 'smart', animate: true },
    ],
    [
      { focus_x: 0.1, focus_y: 1 },
      { focusX: 0.1, focusY: 1 },
    ],
    [{ format: 'auto' }, { format: 'auto' }],
    [{ filename: 'x', template: 5, spam: {}, xref: 'x', src: 'a', sizeFit: true }, {}],
  ])('reads %o', (fields, expected) => {
    expect(parseTemplate(stored(fields), LIMITS)).toEqual(expected);
  });

  it('takes a field that is null, missing or has no value for silence', () => {
    expect(parseTemplate({ width: null, height: {}, strip: { note: 'x' } })).toEqual({});
  });

  it('ignores what an object inherits', () => {
    expect(parseTemplate(Object.create({ width: { value: 5 } }))).toEqual({});
  });

  it.each<[Record<string, unknown>, RegExp]>([
    [{ width: '640' }, /^width: invalid format/],
    [{ width: true }, /^width: invalid format/],
    [{ width: 1.5 }, /^width: invalid format/],
    [{ width: -1 }, /^width: .*out of range/],
    [{ width: 15_001 }, /^width: .*out of range/],
    [{ quality: 0 }, /^quality: .*out of range/],
    [{ page: Number.NaN }, /^page: invalid format/],
    [{ top: '0.5' }, /^top: invalid format/],
    [{ top: 2 }, /^top: .*out of range/],
    [{ rotation: Number.POSITIVE_INFINITY }, /^rotation: invalid format/],
    [{ strip: 1 }, /^strip: invalid format/],
    [{ strip: 'true' }, /^strip: invalid format/],
    [{ format: 'spam' }, /^format: not a valid choice/],
    [{ format: 5 }, /^format: invalid format/],
    [{ fill: 'ab' }, /^fill: length out of range/],
    [{ align_h: 'T0' }, /^align_h: invalid format/],
    [{ icc_profile: 'spam' }, /^icc_profile: not a valid choice/],
    [{ overlay_src: '../x.png' }, /^overlay_src: out of range/],
    [{ overlay_src: 'a\0' }, /^overlay_src: invalid format/],
    [{ overlay_src: '.' }, /^overlay_src: out of range/],
    [{ tile: '1:4' }, /^tile: invalid format/],
    [{ tile: [1] }, /^tile: invalid format/],
    [{ tile: [1, '4'] }, /^tile: invalid format/],
    [{ tile: [1, 5] }, /^tile: .*not square/],
    [{ dpi_y: -1 }, /^dpi_y: .*out of range/],
    [{ expiry_secs: -2 }, /^expiry_secs: .*out of range/],
    [{ expiry_secs: 31_536_001 }, /^expiry_secs: .*out of range/],
    [{ gravity: 'up' }, /^gravity: not a valid choice/],
    [{ focus_x: 2 }, /^focus_x: .*out of range/],
  ])('refuses %o', (fields, message) => {
    let thrown: unknown;
    try {
      parseTemplate(stored(fields), LIMITS);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(EmulsionError);
    expect((thrown as EmulsionError).status).toBe(400);
    expect((thrown as EmulsionError).publicMessage).toMatch(message);
  });

  it.each([null, undefined, [], 'x', 5, true])('refuses %o as a whole', (json) => {
    expect(() => parseTemplate(json)).toThrow(/^template: invalid format/);
  });

  it.each([640, 'x', [1], true])('refuses the unwrapped value %o', (value) => {
    expect(() => parseTemplate({ width: value })).toThrow(/^width: invalid format, expected an object/);
  });

  it('takes any profile name where the installed ones are not known', () => {
    expect(parseTemplate(stored({ icc_profile: 'Mine' }))).toEqual({ iccProfile: 'mine' });
  });

  it('reads the shipped templates', () => {
    const read = Object.entries(SHIPPED_TEMPLATES).map(([name, json]) => [name, parseTemplate(json, LIMITS)]);
    const small = { strip: true, quality: 80, colorspace: 'rgb', recordStats: true, expirySecs: 604_800 };
    expect(Object.fromEntries(read)).toEqual({
      Default: small,
      SmallJpeg: { ...small, format: 'jpg', width: 200, height: 200 },
      Precache: { width: 800, height: 600, sizeFit: true, recordStats: false },
    });
  });
});

describe('templateToStore', () => {
  it.each<[Record<string, unknown>, Record<string, unknown>]>([
    [
      { format: 'PNG', fill: 'RED', flip: 'H' },
      { format: 'png', fill: 'red', flip: 'h' },
    ],
    [{ overlay_src: '/Marks//WM.png' }, { overlay_src: 'Marks/WM.png' }],
    [
      { rotation: 12.3456789, top: 0.1 },
      { rotation: 12.34568, top: 0.1 },
    ],
    [{ align_h: 'L0.123456789' }, { align_h: 'l0.12345' }],
    [
      { tile: [2, 4], icc_profile: 'sRGB' },
      { tile: [2, 4], icc_profile: 'srgb' },
    ],
    [
      { width: 0, strip: false, quality: 80 },
      { width: 0, strip: false, quality: 80 },
    ],
    [
      { width: null, fill: '' },
      { width: null, fill: null },
    ],
    [{ colorspace: 'sRGB' }, { colorspace: 'srgb' }],
    [
      { later: { any: 'THING' }, dpi_y: 200 },
      { later: { any: 'THING' }, dpi_y: 200 },
    ],
    [{ filename: 'a.jpg', template: 'x', width: 5 }, { width: 5 }],
  ])('%o is stored as %o', (fields, expected) => {
    const json = stored(fields);
    const saved = templateToStore(json, LIMITS);
    expect(saved).toEqual(stored(expected));
    expect(parseTemplate(saved, LIMITS)).toEqual(parseTemplate(json, LIMITS));
    expect(templateToStore(saved, LIMITS)).toEqual(saved);
  });

  it('keeps what stands beside a value', () => {
    const json = { format: { value: 'PNG', locked: true } };
    expect(templateToStore(json, LIMITS)).toEqual({ format: { value: 'png', locked: true } });
    expect(json.format.value).toBe('PNG');
  });

  it.each([[stored({ width: '640' })], [stored({ icc_profile: 'no such' })], [stored({ dpi_y: -1 })], [[]]])(
    '%o is refused',
    (json) => {
      expect(() => templateToStore(json, LIMITS)).toThrow(EmulsionError);
    },
  );
});

describe('mergeTemplate', () => {
  it.each<[TransformValues, TransformValues, TransformValues]>([
    [{}, { width: 5 }, { width: 5 }],
    [{ width: 6 }, { width: 5, height: 7 }, { width: 6, height: 7 }],
    [
      { width: 0, strip: false },
      { width: 5, strip: true },
      { width: 0, strip: false },
    ],
    [{ rotation: 0 }, { rotation: 90 }, { rotation: 0 }],
    [{ attachment: false }, { attachment: true, expirySecs: 5 }, { attachment: false, expirySecs: 5 }],
    [{ gravity: 'n' }, { focusX: 0.1, focusY: 0.2 }, { gravity: 'n' }],
    [{ gravity: 'n', focusX: 1, focusY: 1 }, { focusX: 0.1 }, { gravity: 'n', focusX: 1, focusY: 1 }],
    [{ focusX: 1, focusY: 1 }, { gravity: 'n' }, { gravity: 'n', focusX: 1, focusY: 1 }],
  ])('%o over %o', (values, template, expected) => {
    const before = structuredClone(template);
    expect(mergeTemplate(values, template)).toEqual(expected);
    expect(template).toEqual(before);
  });
});

describe('applyDpr', () => {
  it.each<[TransformValues, number | undefined, TransformValues]>([
    [{ width: 101, height: 50 }, 1.5, { width: 152, height: 75 }],
    [{ width: 100, quality: 5 }, 2, { width: 200, quality: 5 }],
    [{ width: 0, height: 3 }, 2, { width: 0, height: 6 }],
    [{ width: 9000 }, 4, { width: 15_000 }],
    [{ width: 100 }, undefined, { width: 100 }],
    [{ width: 100 }, 1, { width: 100 }],
    [{}, 3, {}],
  ])('%o times %s', (values, dpr, expected) => {
    expect(applyDpr(values, dpr, 15_000)).toEqual(expected);
  });
});
