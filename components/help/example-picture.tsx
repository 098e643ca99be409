'use client';

import { useCallback, useState } from 'react';
import { type PictureParameters, pictureUrl } from '#lib/transform/picture-url.ts';
import { cn } from '../ui/class-names.ts';
import { CopyButton } from '../ui/copy-button.tsx';

/** A picture drawn by this server, with its address to copy; what makes the difference stands out. */
export function ExamplePicture({
  src,
  parameters,
  alt,
  className,
}: {
  src: string;
  parameters: PictureParameters;
  alt: string;
  className?: string;
}) {
  const [failed, setFailed] = useState(false);
  // It may have failed before this script ran.
  const check = useCallback((image: HTMLImageElement | null) => {
    if (image?.complete && image.naturalWidth === 0) setFailed(true);
  }, []);
  const base = pictureUrl('/image', src);
  const path = pictureUrl('/image', src, parameters);
  const rest = path.slice(base.length + 1).split('&');
  return (
    <figure
      className={cn('flex min-w-0 flex-col rounded-control border border-border bg-surface', className)}
    >
      <div className="checker flex h-48 items-center justify-center overflow-hidden rounded-t-control p-3">
        {failed ? (
          <span className="text-center text-[13px]">{src} cannot be shown this way</span>
        ) : (
          <img
            key={path}
            ref={check}
            src={pictureUrl('/image', src, { ...parameters, stats: false })}
            alt={alt}
            loading="lazy"
            decoding="async"
            className="max-h-full max-w-full"
            onError={() => setFailed(true)}
          />
        )}
      </div>
      <figcaption className="flex items-start gap-2 border-t border-border py-2 pr-2 pl-3">
        <code className="min-w-0 flex-1 py-1 font-mono text-xs leading-5 [overflow-wrap:anywhere] text-muted">
          {base}
          {rest.map((part) => (
            <span key={part}>
              <wbr />
              &amp;<span className="text-accent">{part}</span>
            </span>
          ))}
        </code>
        <CopyButton
          iconOnly
          label={`Copy the address of ${alt}`}
          text={() => new URL(path, location.href).href}
        />
      </figcaption>
    </figure>
  );
}
