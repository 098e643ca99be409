import { describe, expect, it } from 'vitest';
import { normalize } from '#lib/transform/normalize.ts';
import { SHIPPED_TEMPLATES } from '#lib/transform/shipped-templates.ts';
import { mergeTemplate } from '#lib/transform/template.ts';
import type { TransformValues } from '#lib/transform/values.ts';
import { type KnownTemplate, templatePreview } from './template-preview.ts';
import { changesBetween, changesPicture, storedTemplate, valuesOf } from './template-values.ts';

const SHIPPED: KnownTemplate[] = Object.entries(SHIPPED_TEMPLATES).map(([name, template]) => ({
  name,
  isDefault: name === 'Default',
  values: valuesOf(template),
}));

describe('the stored form', () => {
  it('goes there and back', () => {
    const values: TransformValues = {
      width: 300,
      fill: '#ff0000',
      focusX: 0.2,
      focusY: 0.3,
      animate: true,
      gravity: 'smart',
      tile: { number: 1, grid: 4 },
      expirySecs: -1,
      attachment: false,
    };
    expect(valuesOf(storedTemplate(values))).toEqual(values);
  });

  it('keeps what it does not know and both resolutions alike', () => {
    const before = { future: { value: 1 }, dpi_x: { value: 72 }, dpi_y: { value: 72 }, width: { value: 5 } };
    expect(storedTemplate({ dpi: 300 }, before)).toEqual({
      future: { value: 1 },
      dpi_x: { value: 300 },
      dpi_y: { value: 300 },
    });
    expect(storedTemplate({}, before)).toEqual({ future: { value: 1 } });
  });

  it('a broken one says nothing', () => {
    expect(valuesOf({ width: { value: 'wide' } })).toEqual({});
  });
});

describe('the preview of unsaved values', () => {
  const cases: TransformValues[] = [
    {},
    { width: 300 },
    { width: 800, height: 600, sizeFit: true, recordStats: false },
    { format: 'webp', quality: 50, width: 100, height: 100, gravity: 'smart' },
    { rotation: 45, fill: '#123456', left: 0.2, strip: false, expirySecs: 60 },
    { overlaySrc: 'marks/a.png', overlayPos: 'ne', overlayOpacity: 0.5 },
    { colorspace: 'gray', iccProfile: 'greyscale', iccIntent: 'relative', iccBpc: true },
    { focusX: 0.1, focusY: 0.9, width: 10, height: 10 },
  ];
  it.each(cases)('draws exactly %j', (wanted) => {
    const { recipe, base, missing } = templatePreview('a.jpg', wanted, SHIPPED);
    expect(missing).toEqual([]);
    expect(normalize(mergeTemplate(recipe.values, base), 'jpg')).toEqual(normalize(wanted, 'jpg'));
  });

  it('says what cannot be shown', () => {
    const mirrored: KnownTemplate = { name: 'M', isDefault: true, values: { flip: 'h', width: 10 } };
    const { missing, recipe } = templatePreview('a.jpg', { width: 20 }, [mirrored]);
    expect(missing).toEqual(['Mirroring']);
    expect(recipe.values).toEqual({ width: 20 });
  });
});

describe('changes in words', () => {
  it('names what differs', () => {
    const changes = changesBetween(
      { width: 200, strip: true, expirySecs: 60 },
      { width: 300, strip: true, expirySecs: 90, fill: '#ff0000' },
    );
    expect(changes.map(({ name, before, after }) => `${name}: ${before} → ${after}`)).toEqual([
      'Width: 200 px → 300 px',
      'Fill colour: not set → #ff0000',
      'Kept by browsers: 60 seconds → 90 seconds',
    ]);
    expect(changes.map(changesPicture)).toEqual([true, true, false]);
  });
});
