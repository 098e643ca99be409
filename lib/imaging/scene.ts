import type { Plan, Rect, Transform } from '#lib/transform/values.ts';
import type { Colour, ColourPlan } from './colour/colour.ts';
import type { Drawer } from './draw.ts';
import type { Picture, PictureOpener } from './open-picture.ts';
import type { ImagingOptions, Source } from './options.ts';
import type { ProfileRegistry } from './profiles.ts';
import type { Pyramids } from './pyramids.ts';
import type { RasterStore } from './raster-store.ts';
import type { ResizeRules } from './resize.ts';
import type { FocusFinder } from './smart.ts';
import { beforeTurn, followedBy, quarterTurn, type Turn } from './turns.ts';

/** What every render works with. */
export type Studio = {
  options: ImagingOptions;
  rules: ResizeRules;
  opener: PictureOpener;
  drawer: Drawer;
  rasters: RasterStore;
  pyramids: Pyramids;
  focus: FocusFinder;
  colour: Colour;
  profiles: ProfileRegistry;
};

/** One picture request with everything settled that does not need pixels. */
export type Scene = {
  picture: Picture;
  transform: Transform;
  layout: Plan;
  /** EXIF orientation, then flip: from the stored pixels to what the plan calls the page. */
  upright: Turn;
  format: string;
  /** Whether the answer can be seen through. */
  holdsAlpha: boolean;
  overlay: Source | undefined;
  colourPlan: ColourPlan;
};

/** Whether some of the canvas is not covered by the picture. */
export function hasNewArea({ layout }: Pick<Scene, 'layout'>): boolean {
  const { canvas, inner, rotation } = layout;
  return canvas.width !== inner.width || canvas.height !== inner.height || rotation % 90 !== 0;
}

/** The crop in the stored picture, and the turn from there to the finished one. */
export function storedCrop({ layout, upright }: Pick<Scene, 'layout' | 'upright'>): {
  region: Rect;
  turn: Turn;
} {
  const turn = followedBy(upright, quarterTurn(layout.rotation));
  return { region: beforeTurn(layout.crop, layout.rotated, turn), turn };
}
