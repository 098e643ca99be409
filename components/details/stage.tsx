'use client';

import { ImageOff } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ImageDetails } from '#lib/contracts/image-details.ts';
import { thumbnailUrl } from '../client/places.ts';
import { usePreferences } from '../client/use-preferences.ts';
import { cn } from '../ui/class-names.ts';
import { useToast } from '../ui/toast.tsx';
import { type DeepZoom, openDeepZoom } from './deep-zoom.ts';
import { StageControls } from './stage-controls.tsx';
import { FIRST_SIDE, type PictureLimits, zoomLevels } from './zoom-levels.ts';

/** What is behind pictures, by the viewer's choice. */
const GROUNDS = {
  neutral: 'bg-stage',
  white: 'bg-white',
  grey: 'bg-neutral-500',
  black: 'bg-black',
  checker: 'checker',
} as const;

/** The picture itself: shown at once as it is in lists, then in every detail. */
export function Stage({
  image,
  limits,
  className,
}: {
  image: ImageDetails;
  limits: PictureLimits;
  className?: string;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const room = useRef<HTMLDivElement>(null);
  const toast = useToast();
  const { preferences } = usePreferences();
  const [zoom, setZoom] = useState<DeepZoom>();
  const [scale, setScale] = useState<number>();
  const [drawn, setDrawn] = useState(false);
  const [broken, setBroken] = useState(false);
  const { src, width, height, file_version: version } = image;
  const levels = useMemo(() => zoomLevels({ width, height }, limits), [width, height, limits]);
  const zoomable = levels.length > 1;
  const name = image.title || image.filename;

  useEffect(() => {
    const element = room.current;
    if (!element || !zoomable) return undefined;
    let gone = false;
    let opened: DeepZoom | undefined;
    const label = `${name}, zoomable. Plus and minus zoom, arrow keys move, 0 shows all.`;
    openDeepZoom(element, { src, version, width, height, levels }, label, {
      onScale: setScale,
      onDrawn: () => setDrawn(true),
    }).then(
      (made) => {
        if (gone) return made.destroy();
        opened = made;
        setZoom(made);
      },
      () => gone || toast.failed({ text: 'The zoom could not be loaded. Reload the page to try again.' }),
    );
    return () => {
      gone = true;
      opened?.destroy();
      setZoom(undefined);
      setDrawn(false);
    };
  }, [src, version, width, height, levels, zoomable, name, toast]);

  return (
    <section
      ref={frame}
      aria-label="Picture"
      className={cn('relative overflow-hidden', GROUNDS[preferences.stage], className)}
    >
      {broken ? (
        <div className="absolute inset-0 flex flex-col items-center justify-center gap-2 bg-stage text-muted">
          <ImageOff aria-hidden="true" className="size-8" />
          <p>This picture cannot be shown.</p>
        </div>
      ) : (
        <div className="absolute inset-4 bottom-16 flex items-center justify-center">
          <img
            src={thumbnailUrl(src, FIRST_SIDE, version)}
            alt={name}
            width={width}
            height={height}
            fetchPriority="high"
            onError={() => setBroken(true)}
            style={{ maxWidth: `min(100%, ${width}px)`, maxHeight: `min(100%, ${height}px)` }}
            className={cn('h-full w-full object-contain', drawn && 'opacity-0')}
          />
        </div>
      )}
      <div ref={room} className="absolute inset-0 *:outline-offset-[-2px]" />
      <StageControls frame={frame} zoom={zoom} scale={scale} />
    </section>
  );
}
