import { describe, expect, it } from 'vitest';
import type { Size, TransformValues } from '#lib/transform/values.ts';
import { atWidth, largestWidth, outputSize, type Subject, sizeAtWidth } from './output-size.ts';
import { readWidths, suggestWidths } from './widths.ts';

const PAGE = { width: 1600, height: 1200 };

function subject(values: TransformValues, base: TransformValues = {}, page: Size = PAGE): Subject {
  return { recipe: { src: 'a.jpg', template: undefined, values }, base, page };
}

describe('sizes of the published picture', () => {
  const cases: Array<[TransformValues, size: [number, number], largest: number]> = [
    [{}, [1600, 1200], 1600],
    [{ width: 500 }, [500, 375], 1600],
    [{ height: 300 }, [400, 300], 1600],
    [{ width: 5000 }, [1600, 1200], 1600],
    [{ width: 500, height: 500 }, [500, 500], 1200],
    [{ width: 500, height: 500, sizeFit: true }, [500, 375], 1600],
    [{ width: 400, height: 400, focusX: 0.1, focusY: 0.1 }, [400, 400], 1200],
    [{ left: 0.25, right: 0.75 }, [800, 1200], 800],
    [{ left: 0.25, right: 0.75, width: 400 }, [400, 600], 800],
    [{ rotation: 90, width: 300 }, [300, 400], 1200],
  ];
  it.each(cases)('%j', (values, [width, height], largest) => {
    expect(outputSize(subject(values))).toEqual({ width, height });
    expect(largestWidth(subject(values))).toBe(largest);
  });

  it('says nothing about pictures of unknown size and what the server refuses', () => {
    expect(outputSize(subject({ width: 10 }, {}, { width: 0, height: 0 }))).toBeUndefined();
    expect(outputSize(subject({ left: 0.5, right: 0.50001, width: 1600 }))).toBeUndefined();
  });
});

describe('the same picture at another width', () => {
  it.each([
    [{}, 800, 600],
    [{ width: 400, height: 400 }, 800, 800],
    [{ width: 400, height: 400, sizeFit: true }, 800, 600],
    [{ width: 400, height: 200, gravity: 'n' }, 800, 400],
    [{ height: 100, top: 0.5 }, 800, 300],
  ] satisfies Array<[TransformValues, number, number]>)('%j', (values, width, height) => {
    expect(sizeAtWidth(subject(values), width)).toEqual({ width, height });
  });

  it('undoes a height of the template', () => {
    expect(atWidth(subject({}, { height: 100 }), 480).values).toEqual({ width: 480, height: 0 });
  });
});

describe('widths of responsive pictures', () => {
  it.each([
    [undefined, 1600, [320, 480, 640, 800, 960, 1200, 1600]],
    [undefined, 300, [80, 160, 240, 300].slice(1)],
    [undefined, 9000, [640, 800, 960, 1200, 1600, 2000, 2560]],
    [600, 4000, [320, 480, 600, 800, 960, 1200]],
    [600, 700, [240, 320, 480, 600, 700]],
    [1, 1, [1]],
  ])('%s of %i', (chosen, largest, widths) => {
    expect(suggestWidths(chosen, largest)).toEqual(widths);
  });

  it.each([
    ['480, 800px 1200w', 1000, false, [480, 800, 1000]],
    ['480, 800, 1200', 1000, true, [480, 800, 1200]],
    ['x, -3, 0, 1.5, 99999', 1000, false, []],
  ])('typed as %s', (text, largest, enlarge, widths) => {
    expect(readWidths(text, largest, enlarge)).toEqual(widths);
  });
});
