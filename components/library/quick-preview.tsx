'use client';

import { ChevronLeft, ChevronRight, Download, Image as ImageIcon, Share2 } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect } from 'react';
import { formatBytes } from '#lib/format/bytes.ts';
import { countOf, formatCount } from '#lib/format/numbers.ts';
import type { BrowsedImage } from '../client/browsed.ts';
import { detailsPage, originalUrl, publishPage, thumbnailUrl } from '../client/places.ts';
import { LEVEL, missingLevel } from '../client/rights.ts';
import { Badge } from '../ui/badge.tsx';
import { Button, buttonClasses, IconButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { LiveText, Skeleton } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { accessText } from './access-text.ts';
import { formatName, pixelsText } from './image-facts.ts';

/** A large picture of one image after the other, without leaving the list. Arrow keys step, Space closes. */
export function QuickPreview({
  place,
  total,
  at,
  listing,
  onPlace,
  onClose,
  onOpen,
  finalFocus,
}: {
  place: number;
  total: number;
  at: (place: number) => BrowsedImage | undefined;
  listing: string;
  onPlace: (place: number) => void;
  onClose: () => void;
  onOpen: (image: BrowsedImage) => void;
  /** What takes the focus afterwards. */
  finalFocus: () => HTMLElement | null;
}) {
  const image = at(place);
  const next = at(place + 1);
  useEffect(() => {
    // The next picture is there when somebody goes on.
    if (next) new Image().src = thumbnailUrl(next.src, 800, next.version);
  }, [next]);
  const step = (by: number) => {
    const target = place + by;
    if (target >= 0 && target < total) onPlace(target);
  };
  const handleKey = (event: KeyboardEvent) => {
    const onControl = event.target instanceof Element && event.target.closest('a, button') !== null;
    if (event.key === 'ArrowRight' || event.key === 'ArrowDown') step(1);
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') step(-1);
    else if (event.key === ' ' && !onControl) onClose();
    else if (event.key === 'Enter' && !onControl && image) onOpen(image);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={image?.filename ?? 'Loading…'}
      description={image?.title || undefined}
      width="full"
      finalFocus={finalFocus}
      footer={image ? <Links image={image} listing={listing} /> : undefined}
    >
      {/* Keys of the whole dialog; its buttons have their own. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div onKeyDown={handleKey}>
        {/* The picture takes the focus, so that the keys work at once. */}
        <div
          role="img"
          aria-label={image ? `Picture of ${image.filename}` : 'Loading'}
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          ref={takeFocus}
          className="flex h-[min(64dvh,50rem)] items-center justify-center overflow-hidden rounded-thumb bg-stage focus-visible:-outline-offset-2"
        >
          {image ? (
            <img
              key={image.version}
              src={thumbnailUrl(image.src, 800, image.version)}
              alt=""
              decoding="async"
              className="size-full object-scale-down"
            />
          ) : (
            <Skeleton className="size-full" />
          )}
        </div>
        <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
          <span className="flex gap-1">
            <IconButton
              label="Previous image"
              look="plain"
              size="small"
              disabled={place === 0}
              onClick={() => step(-1)}
            >
              <ChevronLeft aria-hidden="true" />
            </IconButton>
            <IconButton
              label="Next image"
              look="plain"
              size="small"
              disabled={place === total - 1}
              onClick={() => step(1)}
            >
              <ChevronRight aria-hidden="true" />
            </IconButton>
          </span>
          <span className="text-[13px] text-muted tabular-nums">
            {formatCount(place + 1)} of {countOf(total, 'image')}
          </span>
          <LiveText>{image ? `${image.filename}, ${place + 1} of ${total}` : ''}</LiveText>
          {image ? <Facts image={image} /> : null}
        </div>
      </div>
    </Dialog>
  );
}

function takeFocus(element: HTMLElement | null): void {
  // After the dialog has chosen what is focused first.
  if (element) requestAnimationFrame(() => element.focus({ preventScroll: true }));
}

function Facts({ image }: { image: BrowsedImage }) {
  const facts: Array<[string, ReactNode]> = [
    ['Pixels', pixelsText(image)],
    ['Format', formatName(image)],
    ['Size', formatBytes(image.bytes)],
    ['Date', <Time key="time" value={image.time} />],
    ['You can', accessText(image.access)],
  ];
  return (
    <>
      <dl className="flex flex-wrap gap-x-4 gap-y-1 text-[13px]">
        {facts.map(([name, value]) => (
          <div key={name} className="flex gap-1.5">
            <dt className="text-muted">{name}</dt>
            <dd className="tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      {image.tags.length === 0 ? null : (
        <span className="flex flex-wrap gap-1">
          {image.tags.map((tag) => (
            <Badge key={tag}>{tag}</Badge>
          ))}
        </span>
      )}
    </>
  );
}

function Links({ image, listing }: { image: BrowsedImage; listing: string }) {
  const missing = missingLevel(image.access, LEVEL.download, image.src);
  return (
    <>
      {missing === undefined ? (
        <a href={originalUrl(image.src)} download className={buttonClasses()}>
          <Download aria-hidden="true" />
          Download
        </a>
      ) : (
        <Button unavailable={missing}>
          <Download aria-hidden="true" />
          Download
        </Button>
      )}
      <LinkButton href={publishPage(image.src)}>
        <Share2 aria-hidden="true" />
        Publish
      </LinkButton>
      <LinkButton look="primary" href={detailsPage(image.src, listing)}>
        <ImageIcon aria-hidden="true" />
        Open
      </LinkButton>
    </>
  );
}
