'use client';

import { ImageOff } from 'lucide-react';
import { useState } from 'react';
import type { BrowsedImage } from '../client/browsed.ts';
import { thumbnailUrl } from '../client/places.ts';
import { cn } from '../ui/class-names.ts';
import type { Density } from './grid-layout.ts';

/** A picture as large as fits, never larger than it is. */
export function Thumbnail({
  image,
  density,
  className,
}: {
  image: BrowsedImage;
  density: Density;
  className?: string;
}) {
  const [failed, setFailed] = useState(false);
  if (failed) {
    return (
      <span className={cn('flex size-full items-center justify-center text-muted', className)}>
        <ImageOff aria-hidden="true" className="size-6 max-h-full" />
      </span>
    );
  }
  const sizes =
    density === 'large'
      ? ([400, 800] as const)
      : density === 'medium'
        ? ([400] as const)
        : ([200, 400] as const);
  const [one, two] = sizes.map((size) => thumbnailUrl(image.src, size, image.version));
  return (
    <img
      src={one}
      srcSet={two === undefined ? undefined : `${one} 1x, ${two} 2x`}
      alt=""
      loading="lazy"
      decoding="async"
      draggable={false}
      onError={() => setFailed(true)}
      className={cn('size-full object-scale-down', className)}
    />
  );
}
