import type { Plan, Transform } from '#lib/transform/values.ts';
import type { Drawer } from './draw.ts';
import type { Picture } from './open-picture.ts';
import { openRaster, type ResizeRules, toRaster } from './resize.ts';
import { applyTurn, type Turn, turnedSize } from './turns.ts';

/** Longest side of the drawing that is searched. */
const LOOK = 320;

/**
 * The transform with the point that draws attention (strong colours, skin, edges; libvips) in place of
 * `gravity: smart`. Looked for on the whole page, so that every size of a picture shows the same part.
 */
export async function withFocus(
  transform: Transform,
  plan: Plan,
  picture: Picture,
  turn: Turn,
  drawer: Drawer,
  rules: ResizeRules,
): Promise<Transform> {
  const { page, inner } = plan;
  const scale = Math.min(1, LOOK / Math.max(page.width, page.height));
  const size = {
    width: Math.max(1, Math.round(page.width * scale)),
    height: Math.max(1, Math.round(page.height * scale)),
  };
  const whole = { left: 0, top: 0, right: picture.stored.width, bottom: picture.stored.height };
  const draft = await drawer.draw(picture, whole, turnedSize(size, turn));
  const small = await toRaster(applyTurn(draft.pipeline, turn), draft.like);
  const window = fitInside(inner, size);
  const { info } = await (await openRaster(small, rules))
    .resize(window.width, window.height, { fit: 'cover', position: 'attention' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const x = info.attentionX === undefined ? 0.5 : info.attentionX / size.width;
  const y = info.attentionY === undefined ? 0.5 : info.attentionY / size.height;
  return { ...transform, gravity: undefined, ...rotatedPoint(plan, x, y) };
}

/** The same proportions, with one side of the frame, and smaller on the other so that there is a choice. */
function fitInside(shape: { width: number; height: number }, frame: { width: number; height: number }) {
  const scale = Math.min(frame.width / shape.width, frame.height / shape.height);
  return {
    width: Math.max(1, Math.min(frame.width, Math.round(shape.width * scale))),
    height: Math.max(1, Math.min(frame.height, Math.round(shape.height * scale))),
  };
}

/** A point of the page as fractions of the rotated canvas, whose middle is the page's. */
function rotatedPoint({ page, rotated, rotation }: Plan, x: number, y: number) {
  const radians = (rotation * Math.PI) / 180;
  const dx = (x - 0.5) * page.width;
  const dy = (y - 0.5) * page.height;
  const clamp = (value: number) => Math.min(1, Math.max(0, value));
  return {
    focusX: clamp(0.5 + (dx * Math.cos(radians) - dy * Math.sin(radians)) / rotated.width),
    focusY: clamp(0.5 + (dx * Math.sin(radians) + dy * Math.cos(radians)) / rotated.height),
  };
}
