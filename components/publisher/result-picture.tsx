'use client';

import type { ReactNode } from 'react';
import type { PrintedPage } from '#lib/publisher/printed-page.ts';
import type { Placing } from '#lib/transform/place-on-page.ts';
import type { Size } from '#lib/transform/values.ts';
import { cn } from '../ui/class-names.ts';

const percent = (part: number, whole: number) => `${(part / whole) * 100}%`;

/** As large as the stage allows, in the shape of the sheet. */
const sheetStyle = ({ page }: Placing) => ({
  width: `min(100%, ${(page.width / page.height) * 56}dvh)`,
  aspectRatio: `${page.width} / ${page.height}`,
});

const pictureStyle = ({ page, left, bottom, width, height }: Placing) => ({
  left: percent(left, page.width),
  bottom: percent(bottom, page.height),
  width: percent(width, page.width),
  height: percent(height, page.height),
});

/**
 * The published picture; one that is printed on a sheet of paper lies on it, where and as large as the server puts it.
 * @param children what lies on the picture
 */
export function ResultPicture({
  shown,
  busy,
  printed,
  onMeasured,
  children,
}: {
  shown: string;
  busy: boolean;
  printed: PrintedPage | undefined;
  onMeasured: (size: Size) => void;
  children: ReactNode;
}) {
  const placing = printed?.isSheet ? printed.placing : undefined;
  return (
    <figure
      aria-label={placing ? 'Sheet of paper' : 'Picture'}
      className={cn('relative', placing && 'bg-white shadow-float ring-1 ring-control')}
      style={placing && sheetStyle(placing)}
    >
      <div className={placing && 'absolute'} style={placing && pictureStyle(placing)}>
        <img
          src={shown}
          alt="As it is published"
          onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) =>
            onMeasured({ width, height })
          }
          className={cn(
            'block transition-opacity duration-150',
            placing ? 'size-full' : 'max-h-[56dvh] max-w-full',
            busy && 'opacity-60',
          )}
        />
        {children}
      </div>
    </figure>
  );
}
