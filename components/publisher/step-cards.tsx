'use client';

import { CropCard, type Shape } from './crop-card.tsx';
import { FormatCard } from './format-card.tsx';
import { OverlayCard } from './overlay-card.tsx';
import { PaddingCard } from './padding-card.tsx';
import { PageCard } from './page-card.tsx';
import { SizeCard } from './size-card.tsx';
import { BrowserCard, ColourCard, FileCard, RotateCard, SharpenCard } from './small-cards.tsx';

/** All steps of a recipe, in the order in which they are carried out. */
export function StepCards({
  shape,
  setShape,
  bytes,
}: {
  shape: Shape;
  setShape: (shape: Shape) => void;
  /** Size of the file as it is now. */
  bytes?: string | undefined;
}) {
  return (
    <>
      <PageCard />
      <CropCard shape={shape} setShape={setShape} />
      <SizeCard />
      <PaddingCard />
      <RotateCard />
      <FormatCard bytes={bytes} />
      <SharpenCard />
      <OverlayCard />
      <ColourCard />
      <FileCard />
      <BrowserCard />
    </>
  );
}
