import { type DecodeLimits, Refusal } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';
import type { XcfImage, XcfLayer } from './xcf-header.ts';
import { toLinear, toPerceived } from './xcf-light.ts';
import { PASS_THROUGH, type XcfMode, xcfMode } from './xcf-modes.ts';
import { openXcfTiles, TILE, type XcfTiles } from './xcf-tiles.ts';

/** A layer, or a group with the layers in it, from the top one to the lowest. */
type Node = { layer: XcfLayer; children: Node[] };

const DEEPEST = 32;
const UNION = 1;
const LINEAR = 1;

/**
 * Lays the visible layers of an image on one another, from a transparent ground on.
 *
 * @returns what gives a band of so many rows as RGBA from 0 to 1, not premultiplied, as perceived; valid until the next call
 */
export function composeXcf(
  file: FileBytes,
  image: XcfImage,
  limits: DecodeLimits,
): (index: number) => Float32Array {
  const roots = treeOf(image.layers);
  const bandNumbers = image.width * TILE * 4;
  const canvas = new Float32Array(bandNumbers);
  const opened = new Map<XcfLayer, { pixels: XcfTiles; mask: XcfTiles | undefined }>();
  const scratch = { pixels: new Float32Array(0), mask: new Float32Array(0) };

  const open = (layer: XcfLayer) => {
    const known = opened.get(layer);
    if (known) return known;
    const shape = { compression: image.compression, sample: image.sample, version: image.version };
    const pixels = openXcfTiles(file, layer.hierarchyAt, shape);
    const mask =
      layer.maskAt === undefined || !layer.applyMask ? undefined : openXcfTiles(file, layer.maskAt, shape);
    for (const tiles of [pixels, mask]) {
      if (tiles && (tiles.width !== layer.width || tiles.height !== layer.height)) {
        throw new Refusal('a layer is of another size than its pixels');
      }
    }
    if (pixels.components !== (image.base === 2 ? 1 : layer.colours) + (layer.alpha ? 1 : 0)) {
      throw new Refusal('the pixels of a layer are of another kind than it says');
    }
    if (layer.width > limits.maxPixels || layer.width * layer.height > limits.maxPixels * 4) {
      throw new Refusal('a layer is too large');
    }
    const both = { pixels, mask };
    opened.set(layer, both);
    return both;
  };

  function drawAll(nodes: readonly Node[], band: number, onto: Float32Array): void {
    for (const node of nodes.toReversed()) draw(node, band, onto);
  }

  function draw({ layer, children }: Node, band: number, onto: Float32Array): void {
    if (!layer.visible || layer.opacity === 0 || layer.isFloating) return;
    if (!layer.isGroup) return drawLayer(layer, band, onto);
    if (layer.mode === PASS_THROUGH && layer.opacity === 1 && layer.maskAt === undefined) {
      return drawAll(children, band, onto);
    }
    const own = new Float32Array(bandNumbers);
    drawAll(children, band, own);
    const mode = modeOf(layer);
    for (let at = 0; at < own.length; at += 4) {
      cover(
        onto,
        at,
        own[at] ?? 0,
        own[at + 1] ?? 0,
        own[at + 2] ?? 0,
        (own[at + 3] ?? 0) * layer.opacity,
        mode,
      );
    }
  }

  function drawLayer(layer: XcfLayer, band: number, onto: Float32Array): void {
    const top = Math.max(layer.y, band * TILE);
    const bottom = Math.min(layer.y + layer.height, Math.min(image.height, (band + 1) * TILE));
    const left = Math.max(0, layer.x);
    const right = Math.min(image.width, layer.x + layer.width);
    if (top >= bottom || left >= right) return;
    const { pixels, mask } = open(layer);
    const { components } = pixels;
    if (scratch.pixels.length < layer.width * TILE * components) {
      scratch.pixels = new Float32Array(layer.width * TILE * components);
    }
    if (mask && scratch.mask.length < layer.width * TILE) scratch.mask = new Float32Array(layer.width * TILE);
    const mode = modeOf(layer);
    let loaded = -1;
    for (let y = top; y < bottom; y++) {
      const own = y - layer.y;
      const index = Math.floor(own / TILE);
      if (index !== loaded) {
        pixels.readBand(index, scratch.pixels);
        mask?.readBand(index, scratch.mask);
        loaded = index;
      }
      const row = (own - index * TILE) * layer.width - layer.x;
      for (let x = left; x < right; x++) {
        const from = (row + x) * components;
        let alpha = layer.alpha ? (scratch.pixels[from + components - 1] ?? 0) : 1;
        alpha *= layer.opacity;
        if (mask) alpha *= scratch.mask[row + x] ?? 0;
        if (alpha <= 0) continue;
        const to = ((y - band * TILE) * image.width + x) * 4;
        const [red, green, blue] = colourAt(scratch.pixels, from, layer.colours, image);
        cover(onto, to, red, green, blue, alpha, mode);
      }
    }
  }

  return (index) => {
    canvas.fill(0);
    drawAll(roots, index, canvas);
    return canvas;
  };
}

/** Layers in groups state the numbers of these, from the outermost on; outside of groups their place is their number. */
function treeOf(layers: readonly XcfLayer[]): Node[] {
  const roots: Node[] = [];
  const groups = new Map<string, Node>();
  for (const layer of layers) {
    const node: Node = { layer, children: [] };
    const path = layer.path ?? [roots.length];
    if (path.length > DEEPEST) throw new Refusal('groups lie too deep in one another');
    if (layer.isGroup) groups.set(path.join('.'), node);
    (groups.get(path.slice(0, -1).join('.'))?.children ?? roots).push(node);
  }
  return roots;
}

function modeOf(layer: XcfLayer): XcfMode {
  const mode = xcfMode(layer.mode);
  return {
    ...mode,
    linearBlend: layer.blendSpace === undefined ? mode.linearBlend : layer.blendSpace === LINEAR,
    linearComposite:
      layer.compositeSpace === undefined ? mode.linearComposite : layer.compositeSpace === LINEAR,
    clipped: layer.compositeMode === undefined ? mode.clipped : layer.compositeMode !== UNION,
  };
}

const colour: [number, number, number] = [0, 0, 0];

function colourAt(
  numbers: Float32Array,
  at: number,
  colours: number,
  { palette, sample }: XcfImage,
): [number, number, number] {
  if (palette) {
    const entry = Math.round((numbers[at] ?? 0) * 255) * 3;
    for (let c = 0; c < 3; c++) colour[c] = (palette[entry + c] ?? 0) / 255;
    return colour;
  }
  for (let c = 0; c < 3; c++) {
    const number = numbers[at + (colours === 3 ? c : 0)] ?? 0;
    colour[c] = sample.linear ? toPerceived(number) : number;
  }
  return colour;
}

/** Lays a colour over what is there. */
function cover(
  onto: Float32Array,
  at: number,
  red: number,
  green: number,
  blue: number,
  alpha: number,
  mode: XcfMode,
): void {
  if (alpha <= 0) return;
  const { blend, linearBlend, linearComposite, clipped } = mode;
  const under = onto[at + 3] ?? 0;
  if (clipped && under <= 0) return;
  const result = clipped ? under : alpha + under - alpha * under;
  for (let c = 0; c < 3; c++) {
    const layer = c === 0 ? red : c === 1 ? green : blue;
    const below = onto[at + c] ?? 0;
    let mixed = layer;
    if (blend && under > 0) {
      mixed = linearBlend ? toPerceived(blend(toLinear(below), toLinear(layer))) : blend(below, layer);
    }
    if (alpha < 1 || (blend !== undefined && under < 1)) {
      const [b, l, m] = linearComposite
        ? [toLinear(below), toLinear(layer), toLinear(mixed)]
        : [below, layer, mixed];
      const value = clipped
        ? b * (1 - alpha) + m * alpha
        : (alpha * (1 - under) * l + under * (1 - alpha) * b + alpha * under * m) / result;
      mixed = linearComposite ? toPerceived(value) : value;
    }
    onto[at + c] = mixed;
  }
  onto[at + 3] = result;
}
