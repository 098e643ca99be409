import type { Plan, Rect, Size } from '#lib/transform/values.ts';
import { rawBackground } from './background.ts';
import { clampRect } from './cut.ts';
import type { Draft } from './draft.ts';
import type { Drawer } from './draw.ts';
import type { Picture } from './open-picture.ts';
import type { Raster } from './raster.ts';
import { addResize, openRaster, type ResizeRules, toRaster } from './resize.ts';
import { applyTurn, beforeTurn, type Turn, turnedSize } from './turns.ts';
import { onCanvas, type Placing, warp } from './warp.ts';

/** Frame of the picture's own colour around it, so that its edges fade into the fill. */
const BORDER = 2;
/** Pixels around the needed part, for the interpolation. */
const MARGIN = 4;

type Rotation = {
  picture: Picture;
  plan: Plan;
  /** From the stored pixels to what is rotated: EXIF orientation, then flip. */
  turn: Turn;
  /** Prepares pixels (say, with opacity) and tells the levels for the new corners. */
  prepare(raster: Raster): Promise<{ raster: Raster; fill: readonly number[] }>;
};

/**
 * The inner picture of a plan with a rotation that is no multiple of 90 degrees: only the part that the crop
 * shows is drawn, at no more than twice the wanted size, then turned about the centre of the page.
 */
export async function drawRotated(rotation: Rotation, drawer: Drawer, rules: ResizeRules): Promise<Draft> {
  const { picture, plan, turn } = rotation;
  const { page, crop, inner } = plan;
  const cropWidth = crop.right - crop.left;
  const cropHeight = crop.bottom - crop.top;
  const shrink = Math.max(1, Math.min(cropWidth / inner.width, cropHeight / inner.height) / 2);
  const toPage = pageOfCanvas(plan);
  const part = clampRect(boundsOf(crop, toPage), page.width, page.height);
  const partWidth = part.right - part.left;
  const partHeight = part.bottom - part.top;

  const work = {
    width: Math.max(1, Math.ceil(partWidth / shrink)),
    height: Math.max(1, Math.ceil(partHeight / shrink)),
  };
  const draft = await drawer.draw(picture, beforeTurn(part, page, turn), turnedSize(work, turn));
  const turned = await toRaster(applyTurn(draft.pipeline, turn), draft.like);
  const { raster, fill } = await rotation.prepare(turned);
  const framed = await withBorder(raster, fill, rules);

  const target = {
    width: shrink === 1 ? cropWidth : Math.ceil(cropWidth / shrink),
    height: shrink === 1 ? cropHeight : Math.ceil(cropHeight / shrink),
  };
  const placing = placingOf(plan, part, work, target);
  const drawn = await warp(framed, placing, target, fill, rules);
  const like = { space: drawn.space, alpha: drawn.alpha, icc: drawn.icc, depth: drawn.depth };
  const opened = await openRaster(drawn, rules);
  const same = target.width === inner.width && target.height === inner.height;
  return { pipeline: same ? opened : addResize(opened, drawn.space, inner, rules), size: inner, like };
}

type Point = { x: number; y: number };

/** Left and top edge of the rotated canvas, seen from the corner of the page. See rotatedSize. */
function canvasOrigin({ page, rotation }: Plan): Point {
  const { cos, sin } = angleOf(rotation);
  const half = {
    x: (page.width / 2) * Math.abs(cos) + (page.height / 2) * Math.abs(sin),
    y: (page.width / 2) * Math.abs(sin) + (page.height / 2) * Math.abs(cos),
  };
  return { x: Math.floor(page.width / 2 - half.x - 0.5), y: Math.floor(page.height / 2 - half.y - 0.5) };
}

function angleOf(degrees: number) {
  const radians = (degrees * Math.PI) / 180;
  return { cos: Math.cos(radians), sin: Math.sin(radians) };
}

/** From a point of the rotated canvas to the point of the page that it shows. */
function pageOfCanvas(plan: Plan): (point: Point) => Point {
  const { cos, sin } = angleOf(plan.rotation);
  const origin = canvasOrigin(plan);
  const centre = { x: plan.page.width / 2, y: plan.page.height / 2 };
  return (point) => {
    const x = point.x + origin.x - centre.x;
    const y = point.y + origin.y - centre.y;
    return { x: centre.x + x * cos + y * sin, y: centre.y - x * sin + y * cos };
  };
}

function boundsOf(rect: Rect, map: (point: Point) => Point): Rect {
  const points = [
    map({ x: rect.left, y: rect.top }),
    map({ x: rect.right, y: rect.top }),
    map({ x: rect.left, y: rect.bottom }),
    map({ x: rect.right, y: rect.bottom }),
  ];
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  return {
    left: Math.floor(Math.min(...xs)) - MARGIN,
    top: Math.floor(Math.min(...ys)) - MARGIN,
    right: Math.ceil(Math.max(...xs)) + MARGIN,
    bottom: Math.ceil(Math.max(...ys)) + MARGIN,
  };
}

/** From the framed working picture of `part` to the crop at its working size. */
function placingOf(plan: Plan, part: Rect, work: Size, target: Size): Placing {
  const { page, crop, rotation } = plan;
  const { cos, sin } = angleOf(rotation);
  const origin = canvasOrigin(plan);
  const inX = (part.right - part.left) / work.width;
  const inY = (part.bottom - part.top) / work.height;
  const outX = target.width / (crop.right - crop.left);
  const outY = target.height / (crop.bottom - crop.top);
  const a = cos * inX * outX;
  const b = -sin * inY * outX;
  const c = sin * inX * outY;
  const d = cos * inY * outY;
  // Where the corner of the part, and with it of the working picture, comes to lie.
  const x = part.left - page.width / 2;
  const y = part.top - page.height / 2;
  const cornerX = (page.width / 2 + x * cos - y * sin - origin.x - crop.left) * outX;
  const cornerY = (page.height / 2 + x * sin + y * cos - origin.y - crop.top) * outY;
  return { a, b, c, d, x: cornerX - BORDER * (a + b), y: cornerY - BORDER * (c + d) };
}

async function withBorder(raster: Raster, fill: readonly number[], rules: ResizeRules): Promise<Raster> {
  if (raster.space === 'cmyk' || raster.depth === 16) {
    const canvas = { width: raster.width + 2 * BORDER, height: raster.height + 2 * BORDER };
    return onCanvas(raster, { left: BORDER, top: BORDER }, canvas, fill);
  }
  const pipeline = (await openRaster(raster, rules)).extend({
    top: BORDER,
    bottom: BORDER,
    left: BORDER,
    right: BORDER,
    background: rawBackground(raster, fill),
  });
  return toRaster(pipeline, raster);
}
