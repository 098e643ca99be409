'use client';

import { type ReactNode, useCallback, useState } from 'react';

/** A logo of the operator's; the other one in its place when it cannot be shown. */
export function LogoPicture({ src, fallback }: { src: string; fallback: ReactNode }) {
  const [missing, setMissing] = useState(false);
  // It may have failed before this script ran.
  const check = useCallback((image: HTMLImageElement | null) => {
    if (image?.complete && image.naturalWidth === 0) setMissing(true);
  }, []);
  if (missing) return fallback;
  return (
    <img
      ref={check}
      src={src}
      alt="Logo"
      height={50}
      decoding="async"
      className="h-8 w-auto max-w-48 object-contain object-left"
      onError={() => setMissing(true)}
    />
  );
}
