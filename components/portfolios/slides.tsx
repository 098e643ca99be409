'use client';

import { ChevronLeft, ChevronRight, Download, LayoutGrid, Pause, Play } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useShortcut } from '../client/use-shortcut.ts';
import { buttonClasses, IconButton } from '../ui/button.tsx';
import { cn } from '../ui/class-names.ts';
import { LiveText } from '../ui/states.tsx';
import { localAddress } from './portfolios.ts';
import { type ShownPortfolio, viewUrl } from './shown-portfolio.ts';

/** Milliseconds that a picture of a show stays. */
const STAY = 5_000;

/** The pictures of a portfolio one at a time, by hand or by themselves. */
export function Slides({
  portfolio,
  playing: startsPlaying,
  start,
  onClose,
}: {
  portfolio: ShownPortfolio;
  playing: boolean;
  /** Id of the image that comes first. */
  start: number;
  onClose: () => void;
}) {
  const { images } = portfolio;
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      images.findIndex(({ id }) => id === start),
    ),
  );
  const [playing, setPlaying] = useState(startsPlaying);
  const strip = useRef<HTMLUListElement>(null);
  const go = (by: number) => setAt((now) => (now + by + images.length) % images.length);
  useShortcut('ArrowLeft', () => go(-1));
  useShortcut('ArrowRight', () => go(1));
  useEffect(() => {
    if (!playing) return undefined;
    const timer = setInterval(() => setAt((now) => (now + 1) % images.length), STAY);
    return () => clearInterval(timer);
  }, [playing, images.length]);
  useEffect(() => {
    const shown = strip.current?.children[at];
    if (shown instanceof HTMLElement && strip.current) {
      strip.current.scrollLeft = shown.offsetLeft - strip.current.clientWidth / 2 + shown.clientWidth / 2;
    }
  }, [at]);
  const image = images[at];
  if (!image) return null;
  const title = image.title || image.filename;
  return (
    <section aria-label={startsPlaying ? 'Slideshow' : 'Gallery'}>
      <LiveText>{playing ? '' : `${title}, ${at + 1} of ${images.length}`}</LiveText>
      <figure>
        <div className="flex h-[min(70dvh,50rem)] max-md:h-[50dvh] items-center justify-center rounded-card border border-border bg-stage p-2">
          {/* biome-ignore lint/performance/noImgElement: the server makes these pictures itself */}
          <img
            key={image.id}
            src={viewUrl(portfolio, image)}
            alt={title}
            className="max-h-full max-w-full object-contain"
          />
        </div>
        <figcaption className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="min-w-0 flex-1 basis-40 break-words">{title}</span>
          <span className="text-[13px] text-muted tabular-nums">
            {at + 1} of {images.length}
          </span>
          <span className="flex items-center gap-1">
            <IconButton label="Previous picture" shortcut="←" size="small" onClick={() => go(-1)}>
              <ChevronLeft aria-hidden="true" />
            </IconButton>
            <IconButton
              label={playing ? 'Pause the show' : 'Play the show'}
              size="small"
              onClick={() => setPlaying(!playing)}
            >
              {playing ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
            </IconButton>
            <IconButton label="Next picture" shortcut="→" size="small" onClick={() => go(1)}>
              <ChevronRight aria-hidden="true" />
            </IconButton>
            {image.original_url === '' ? null : (
              <a
                href={localAddress(image.original_url)}
                download
                aria-label={`Download ${image.filename}`}
                className={buttonClasses({ look: 'quiet', size: 'small' }, 'w-8 px-0')}
              >
                <Download aria-hidden="true" />
              </a>
            )}
            <IconButton label="All pictures" size="small" onClick={onClose}>
              <LayoutGrid aria-hidden="true" />
            </IconButton>
          </span>
        </figcaption>
      </figure>
      <ul ref={strip} aria-label="All pictures" className="relative mt-3 flex gap-2 overflow-x-auto p-1">
        {images.map((each, place) => (
          <li key={each.id} className="shrink-0">
            <button
              type="button"
              aria-label={`${place + 1}. ${each.title || each.filename}`}
              aria-current={place === at ? 'true' : undefined}
              onClick={() => setAt(place)}
              className={cn(
                'block h-16 w-20 cursor-pointer overflow-hidden rounded-control border border-border bg-stage',
                place === at && 'outline-2 outline-accent',
              )}
            >
              {/* biome-ignore lint/performance/noImgElement: the server makes these pictures itself */}
              <img src={viewUrl(portfolio, each)} alt="" loading="lazy" className="size-full object-cover" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
