'use client';

import { ImageOff } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ImageDetails } from '#lib/contracts/image-details.ts';
import { hasOnePage, useImagePage } from '../client/image-facts.ts';
import { thumbnailUrl } from '../client/places.ts';
import { usePreferences } from '../client/use-preferences.ts';
import { cn } from '../ui/class-names.ts';
import { Pager } from '../ui/pager.tsx';
import { useToast } from '../ui/toast.tsx';
import { type DeepZoom, openDeepZoom } from './deep-zoom.ts';
import { StageControls } from './stage-controls.tsx';
import { FIRST_SIDE, type PictureLimits, zoomDpi, zoomLevels } from './zoom-levels.ts';

/** What is behind pictures, by the viewer's choice. */
const GROUNDS = {
  neutral: 'bg-stage',
  white: 'bg-white',
  grey: 'bg-neutral-500',
  black: 'bg-black',
  checker: 'checker',
} as const;

/** The page that is looked at, with its size at the resolution in which it is zoomed into. */
function useStagePage(image: ImageDetails, page: number, limits: PictureLimits) {
  const single = hasOnePage(image.src);
  const usual = useImagePage(image, page, 0, !single);
  const isHere = usual !== undefined && (usual.page === page || usual.pages === 1);
  const wanted = isHere && usual.drawn ? zoomDpi(usual, usual.dpi ?? 150, limits) : undefined;
  const drawn = useImagePage(image, page, wanted, wanted !== undefined);
  const isDrawn = drawn !== undefined && drawn.page === page && wanted !== undefined && drawn.dpi === wanted;
  const size = isDrawn ? drawn : isHere ? usual : image;
  return {
    pages: usual?.pages ?? 1,
    /** Whether the size below is that of the page. */
    shown: single || isDrawn || (isHere && wanted === undefined),
    size: { width: size.width, height: size.height },
    dpi: isDrawn ? wanted : undefined,
  };
}

/** The picture itself: shown at once as it is in lists, then in every detail. */
export function Stage({
  image,
  limits,
  page,
  onPage,
  className,
}: {
  image: ImageDetails;
  limits: PictureLimits;
  /** From 1. */
  page: number;
  onPage: (page: number) => void;
  className?: string;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const room = useRef<HTMLDivElement>(null);
  const toast = useToast();
  const { preferences } = usePreferences();
  const [zoom, setZoom] = useState<DeepZoom>();
  const [scale, setScale] = useState<number>();
  const [drawn, setDrawn] = useState(false);
  const { src, file_version: version } = image;
  const { pages, shown, size, dpi } = useStagePage(image, page, limits);
  const { width, height } = size;
  const first = thumbnailUrl(src, FIRST_SIDE, version, { page });
  const [broken, setBroken] = useState<string>();
  // It may have failed before this script ran.
  const check = useCallback(
    (shownFirst: HTMLImageElement | null) => {
      if (shownFirst?.complete && shownFirst.naturalWidth === 0) setBroken(first);
    },
    [first],
  );
  const levels = useMemo(() => zoomLevels({ width, height }, limits), [width, height, limits]);
  const toolsAbove = pages > 1;
  const zoomable = shown && levels.length > 1;
  const name = image.title || image.filename;

  useEffect(() => {
    const element = room.current;
    if (!element || !zoomable) return undefined;
    let gone = false;
    let opened: DeepZoom | undefined;
    const label = `${name}, zoomable. Plus and minus zoom, arrow keys move, 0 shows all.`;
    openDeepZoom(element, { src, version, page, dpi, width, height, levels, toolsAbove }, label, {
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
  }, [src, version, page, dpi, width, height, levels, toolsAbove, zoomable, name, toast]);

  return (
    <section
      ref={frame}
      aria-label="Picture"
      className={cn('relative overflow-hidden', GROUNDS[preferences.stage], className)}
    >
      {broken === first ? (
        <div className="absolute inset-0 flex flex-col items-center justify-center gap-2 bg-stage text-muted">
          <ImageOff aria-hidden="true" className="size-8" />
          <p>This picture cannot be shown.</p>
        </div>
      ) : (
        <div
          className={cn(
            'absolute inset-4 bottom-16 flex items-center justify-center',
            toolsAbove && 'top-16',
          )}
        >
          <img
            key={first}
            ref={check}
            src={first}
            alt={pages > 1 ? `${name}, page ${page}` : name}
            width={width}
            height={height}
            fetchPriority="high"
            onError={() => setBroken(first)}
            style={{ maxWidth: `min(100%, ${width}px)`, maxHeight: `min(100%, ${height}px)` }}
            className={cn('h-full w-full object-contain', drawn && 'opacity-0')}
          />
        </div>
      )}
      <div ref={room} className="absolute inset-0 *:outline-offset-[-2px]" />
      {toolsAbove ? (
        <div className="absolute top-3 left-1/2 -translate-x-1/2 rounded-card border border-border bg-surface p-1 shadow-float">
          <Pager page={page} pages={pages} onChange={onPage} />
        </div>
      ) : null}
      <StageControls frame={frame} zoom={zoom} scale={scale} />
    </section>
  );
}
