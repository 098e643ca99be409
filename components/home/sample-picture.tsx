'use client';

import { useCallback, useEffect, useState } from 'react';
import { pictureUrl } from '#lib/transform/picture-url.ts';
import type { Recipe } from './recipes.ts';

/** A new server draws its samples while it answers already: how often, and after how long, one is asked for again. */
const ATTEMPTS = 6;
const PAUSE = 5000;

/** A recipe's picture, twice as fine for screens that show it; a quiet word in its place when it is not there. */
export function SamplePicture({
  recipe,
  className,
  eager = false,
}: {
  recipe: Recipe;
  className?: string;
  eager?: boolean;
}) {
  const [missing, setMissing] = useState(false);
  const [attempt, setAttempt] = useState(1);
  useEffect(() => {
    if (!missing || attempt === ATTEMPTS) return;
    const timer = setTimeout(() => {
      setAttempt(attempt + 1);
      setMissing(false);
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [missing, attempt]);
  // It may have failed before this script ran.
  const check = useCallback((image: HTMLImageElement | null) => {
    if (image?.complete && image.naturalWidth === 0) setMissing(true);
  }, []);
  const { src, parameters, width, height, alt } = recipe;
  if (missing) {
    return (
      <span
        className={`grid place-items-center p-4 text-center text-[13px] text-muted ${className ?? ''}`}
        style={eager ? { aspectRatio: `${width} / ${height}` } : undefined}
      >
        {src} cannot be shown
      </span>
    );
  }
  return (
    <img
      ref={check}
      src={pictureUrl('/image', src, parameters)}
      srcSet={`${pictureUrl('/image', src, parameters)} 1x, ${pictureUrl('/image', src, { ...parameters, dpr: 2 })} 2x`}
      width={width}
      height={height}
      alt={alt}
      loading={eager ? 'eager' : 'lazy'}
      fetchPriority={eager ? 'high' : 'auto'}
      decoding="async"
      className={className}
      onError={() => setMissing(true)}
    />
  );
}
