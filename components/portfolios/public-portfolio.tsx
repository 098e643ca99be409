'use client';

import { Download, GalleryHorizontal, Images, LayoutGrid, Play } from 'lucide-react';
import { formatBytes } from '#lib/format/bytes.ts';
import { countOf } from '#lib/format/numbers.ts';
import { useUrlState } from '../client/use-url-state.ts';
import { Button, buttonClasses } from '../ui/button.tsx';
import { EmptyState } from '../ui/states.tsx';
import { localAddress } from './portfolios.ts';
import { type ShownImage, type ShownPortfolio, viewUrl } from './shown-portfolio.ts';
import { Slides } from './slides.tsx';

type View = 'grid' | 'gallery' | 'slideshow';

const VIEWS = [
  { value: 'grid', label: 'Grid', icon: <LayoutGrid aria-hidden="true" /> },
  { value: 'gallery', label: 'Gallery', icon: <GalleryHorizontal aria-hidden="true" /> },
  { value: 'slideshow', label: 'Slideshow', icon: <Play aria-hidden="true" /> },
] as const;

/** A portfolio as visitors see it: as a grid, one by one, or as a show. */
export function PublicPortfolio({ portfolio }: { portfolio: ShownPortfolio }) {
  const { values, change } = useUrlState();
  const { images, hidden, downloads } = portfolio;
  const wanted = values.get('view');
  const view: View = wanted === 'gallery' || wanted === 'slideshow' ? wanted : 'grid';
  const show = (next: View, image?: number) =>
    change(
      { view: next === 'grid' ? undefined : next, image: image === undefined ? undefined : String(image) },
      'push',
    );
  return (
    <>
      <header className="mb-5 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h1 className="text-2xl font-semibold tracking-tight break-words">
            {portfolio.name === '' ? 'Portfolio' : portfolio.name}
          </h1>
          {portfolio.description === '' ? null : (
            <p className="mt-2 max-w-2xl break-words whitespace-pre-line text-muted">
              {portfolio.description}
            </p>
          )}
          <p className="mt-2 text-[13px] text-muted">
            {countOf(images.length, 'image')}
            {hidden === 0
              ? ''
              : `. ${countOf(hidden, 'image')} ${hidden === 1 ? 'is' : 'are'} not shown: the right to see ${hidden === 1 ? 'it' : 'them'} is missing.`}
          </p>
        </div>
        {images.length === 0 ? null : (
          <div role="group" aria-label="How it is shown" className="flex flex-wrap gap-1">
            {VIEWS.map(({ value, label, icon }) => (
              <Button
                key={value}
                size="small"
                look={view === value ? 'plain' : 'quiet'}
                aria-pressed={view === value}
                onClick={() => show(value)}
              >
                {icon}
                {label}
              </Button>
            ))}
          </div>
        )}
      </header>
      {downloads.length === 0 ? null : (
        <section aria-label="Downloads" className="mb-6">
          <ul className="flex flex-wrap gap-2">
            {downloads.map(({ url, filename, filesize, description }) => (
              <li key={filename} className="max-w-full min-w-0">
                <a
                  href={localAddress(url)}
                  download
                  className={buttonClasses({}, 'h-auto min-h-9 max-w-full py-1.5 whitespace-normal')}
                >
                  <Download aria-hidden="true" />
                  <span className="min-w-0 break-words">
                    {description === '' ? 'Download' : description} ({formatBytes(filesize)})
                  </span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      {images.length === 0 ? (
        <EmptyState icon={<Images aria-hidden="true" />} title="No images" />
      ) : view === 'grid' ? (
        <Grid portfolio={portfolio} onOpen={(id) => show('gallery', id)} />
      ) : (
        <Slides
          key={view}
          portfolio={portfolio}
          playing={view === 'slideshow'}
          start={Number(values.get('image'))}
          onClose={() => show('grid')}
        />
      )}
    </>
  );
}

function Grid({ portfolio, onOpen }: { portfolio: ShownPortfolio; onOpen: (id: number) => void }) {
  return (
    <ul className="grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-3 2xl:grid-cols-4">
      {portfolio.images.map((image) => (
        <li key={image.id} className="min-w-0">
          <figure>
            <button
              type="button"
              onClick={() => onOpen(image.id)}
              aria-label={`Show ${image.title || image.filename} larger`}
              className="flex aspect-4/3 w-full cursor-pointer items-center justify-center overflow-hidden rounded-card border border-border bg-stage"
            >
              {/* biome-ignore lint/performance/noImgElement: the server makes these pictures itself */}
              <img
                src={viewUrl(portfolio, image)}
                alt={image.title || image.filename}
                loading="lazy"
                className="max-h-full max-w-full object-contain"
              />
            </button>
            <Caption image={image} />
          </figure>
        </li>
      ))}
    </ul>
  );
}

function Caption({ image }: { image: ShownImage }) {
  return (
    <figcaption className="mt-1.5 flex items-start gap-2 text-[13px]">
      <span className="min-w-0 flex-1 break-words">{image.title || image.filename}</span>
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
    </figcaption>
  );
}
