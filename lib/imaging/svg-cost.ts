import type { Tag } from './svg-tags.ts';

/** What drawing an SVG asks of the renderer, with everything counted as often as it is used. */
export type SvgCost = {
  /** Elements drawn. */
  elements: number;
  /** Squares of the lengths of texts: laying out a line takes time that grows so. */
  text: number;
  /** Pixels of embedded pictures. */
  pixels: number;
  /** Passes of filters over the whole picture. */
  filterPasses: number;
  /** Layers of the picture's size that are held at once. */
  layers: number;
};

type Contents = { texts: ReadonlyMap<number, number>; pictures: ReadonlyMap<number, number> };

const NOTHING: SvgCost = { elements: 0, text: 0, pixels: 0, filterPasses: 0, layers: 0 };
/** Sums stop here, since uses of uses multiply without end. */
const MOST = 1e12;
/** Attributes that make the renderer draw an element apart before it is mixed with what lies below. */
const LAYERED = ['opacity', 'filter', 'mask', 'clip-path', 'mix-blend-mode', 'isolation'];
const LAYER_STYLE = new RegExp(`(?:^|[^\\w-])(?:${LAYERED.join('|')})\\s*:`, 'i');
/** References of style rules times elements that are followed at all. */
const MOST_REFERENCES = 5_000_000;
/** Elements that only paint with flat colours; they cost nothing worth counting. */
const CHEAP = new Set([
  'lineargradient',
  'radialgradient',
  'stop',
  'title',
  'desc',
  'metadata',
  'style',
  'script',
]);
const UNSEEN_TEXT = new Set(['title', 'desc', 'metadata', 'style', 'script']);

/**
 * Counts what drawing costs, in time that grows with the number of tags and references only.
 * @param contents length of the text directly inside each tag, and pixels of its pictures, by the tag's number
 */
export function costOf(tags: readonly Tag[], { texts, pictures }: Contents, styles: string): SvgCost {
  const byId = new Map<string, number>();
  const children: number[][] = tags.map(() => []);
  const around: number[] = [];
  tags.forEach((tag, i) => {
    const id = tag.attributes.get('id');
    if (id !== undefined && !byId.has(id)) byId.set(id, i);
    around.length = tag.depth;
    children[around.at(-1) ?? -1]?.push(i);
    around.push(i);
  });
  // A rule may apply to every element, so its references and layers count for each.
  const everywhere = [...new Set(referencesIn(styles))];
  if (everywhere.length * tags.length > MOST_REFERENCES) return { ...NOTHING, elements: MOST };
  const layeredByStyle = LAYER_STYLE.test(styles);
  const costs: Array<SvgCost | undefined> = [];

  /** What an element adds by itself, and the elements drawn for it. */
  function settle(i: number): SvgCost {
    const { name, attributes } = tags[i] as Tag;
    if (CHEAP.has(name)) return NOTHING;
    const style = attributes.get('style') ?? '';
    const layered = layeredByStyle || LAYERED.some((each) => attributes.has(each)) || LAYER_STYLE.test(style);
    const sum = {
      elements: 1,
      pixels: pictures.get(i) ?? 0,
      text: UNSEEN_TEXT.has(name) ? 0 : (texts.get(i) ?? 0) ** 2,
      filterPasses: passesOf(name, attributes),
      layers: 0,
    };
    for (const part of partsOf(i)) {
      const cost = costs[part] ?? NOTHING;
      sum.elements = Math.min(MOST, sum.elements + cost.elements);
      sum.text = Math.min(MOST, sum.text + cost.text);
      sum.pixels = Math.min(MOST, sum.pixels + cost.pixels);
      sum.filterPasses = Math.min(MOST, sum.filterPasses + cost.filterPasses);
      sum.layers = Math.max(sum.layers, cost.layers);
    }
    sum.layers += layered ? 1 : 0;
    return sum;
  }

  const parts: Array<number[] | undefined> = [];
  function partsOf(i: number): number[] {
    const known = parts[i];
    if (known !== undefined) return known;
    const { attributes } = tags[i] as Tag;
    const names = [...everywhere];
    for (const [name, value] of attributes) {
      if (name === 'href') {
        for (const each of value.split('\0'))
          if (each.trim().startsWith('#')) names.push(each.trim().slice(1));
      }
      if (/url\(/i.test(value)) names.push(...referencesIn(value));
    }
    const referred = names.flatMap((name) => byId.get(name) ?? []);
    const all = [...(children[i] ?? []), ...referred];
    parts[i] = all;
    return all;
  }

  // Depth first without recursion: an SVG may be nested deeper than the stack. A reference to an element that
  // is being counted is a circle, which the renderer leaves out too.
  const begun = new Uint8Array(tags.length);
  for (let root = 0; root < tags.length; root++) {
    const stack = [root];
    while (stack.length > 0) {
      const i = stack.at(-1) as number;
      if (begun[i] === 0) {
        begun[i] = 1;
        for (const part of partsOf(i)) if (begun[part] === 0) stack.push(part);
        continue;
      }
      stack.pop();
      costs[i] ??= settle(i);
    }
  }
  return costs[0] ?? NOTHING;
}

function referencesIn(text: string): string[] {
  // Nothing may follow the blanks that could fail to match, or long runs of them would be tried again and again.
  const targets = text.matchAll(/url\(\s*["']?\s*([^"')\s]{0,200})/gi);
  return [...targets].flatMap(([, target = '']) => (target.startsWith('#') ? target.slice(1) : []));
}

/** Passes over the picture that a primitive costs, measured against one blur. */
function passesOf(name: string, attributes: ReadonlyMap<string, string>): number {
  if (!name.startsWith('fe') || /^fe(?:merge|func|distant|point|spot|flood|tile|offset)/.test(name)) return 0;
  const number = (attribute: string, otherwise: number) => {
    const value = Number.parseFloat(attributes.get(attribute) ?? '');
    return Number.isFinite(value) ? Math.abs(value) : otherwise;
  };
  if (name === 'feturbulence') return 1 + number('numoctaves', 1) / 2;
  if (name === 'feconvolvematrix') return 1 + number('order', 3) ** 2 / 10;
  if (name === 'femorphology') return 5 + 2 * number('radius', 0);
  return name === 'fedisplacementmap' ? 6 : 1;
}
