import { whatCanBeRead } from '../blocks.ts';
import { checkSize, type DecodeLimits, type Page, type PageFacts, Refusal } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';
import { magickPage, readWithMagick } from '../magick.ts';
import { heifBlocks } from './heif-blocks.ts';
import { type HeifItems, type Property, readHeifItems } from './heif-items.ts';

/** Names of opacity among what pictures add to others; depth and gain maps are not looked at. */
const OPACITY = /^urn:mpeg:(?:hevc:2015:auxid:1|mpegB:cicp:systems:auxiliary:alpha)\0?$/;

/**
 * A picture of a HEIC or HEIF file, turned and cut as the file says: the primary one is the first page, the others
 * follow. The header is read here, the pixels by libheif.
 */
export function openHeif(file: FileBytes, limits: DecodeLimits): Page {
  const items = readHeifItems(file);
  const order = [items.primary, ...items.topLevel.filter((item) => item !== items.primary)];
  const pages = order.length;
  const item = order[pages > 1 ? limits.page - 1 : 0];
  if (item === undefined) {
    throw new Refusal(`page: the file has ${pages} pages, page ${limits.page} does not exist`);
  }
  const facts = { ...factsOf(items, item, pages), ...whatCanBeRead(() => heifBlocks(file)) };
  checkSize(facts.width, facts.height, limits);
  return magickPage(facts, () =>
    readWithMagick(file, { format: 'Heic', index: order.indexOf(item) }, limits),
  );
}

function factsOf(items: HeifItems, item: number, pages: number): PageFacts {
  const properties = items.properties(item);
  const size = shownSize(properties);
  const depth = properties.find(({ type }) => type === 'pixi')?.bytes[5] ?? 8;
  const alpha = items.auxiliaries(item).some((auxiliary) => isOpacity(items.properties(auxiliary)));
  return {
    ...size,
    pages,
    space: 'rgb',
    alpha,
    depth: 8,
    sourceDepth: depth,
    icc: profileOf(properties),
    dpi: undefined,
  };
}

/** Turns and cuts are applied in the order in which they stand. */
function shownSize(properties: readonly Property[]): { width: number; height: number } {
  let size: { width: number; height: number } | undefined;
  for (const { type, bytes } of properties) {
    if (type === 'ispe') size = { width: bytes.readUInt32BE(4), height: bytes.readUInt32BE(8) };
    else if (size && type === 'irot' && bytes.readUInt8(0) % 2 === 1) {
      size = { width: size.height, height: size.width };
    } else if (size && type === 'clap') {
      const part = (at: number) =>
        Math.round(bytes.readUInt32BE(at) / Math.max(1, bytes.readUInt32BE(at + 4)));
      size = { width: Math.min(size.width, part(0)), height: Math.min(size.height, part(8)) };
    }
  }
  if (size === undefined) throw new Refusal('the file states no size');
  return size;
}

function isOpacity(properties: readonly Property[]): boolean {
  return properties.some(
    ({ type, bytes }) => type === 'auxC' && OPACITY.test(bytes.toString('latin1', 4).replace(/\0[^]*$/, '')),
  );
}

function profileOf(properties: readonly Property[]): Uint8Array | undefined {
  for (const { type, bytes } of properties) {
    const kind = type === 'colr' ? bytes.toString('latin1', 0, 4) : '';
    if (kind === 'prof' || kind === 'rICC') return bytes.subarray(4);
  }
  return undefined;
}
