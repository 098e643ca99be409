'use client';

import { useState } from 'react';
import type { ImagePage } from '#lib/contracts/image-details.ts';
import { thumbnailUrl } from '../client/places.ts';
import { cn } from '../ui/class-names.ts';
import { Pager } from '../ui/pager.tsx';
import { useEditing, valueOf } from './editing.tsx';
import { MarkedLabel, NumberField, ToggleField } from './fields.tsx';
import { StepCard } from './step-card.tsx';

/** Thumbnails that are shown at a time. */
const SHEET = 6;
/** Pixels of a thumbnail, and dots per inch that it may be drawn in: few, so that the cache is shared. */
const SIDE = 200;
const RESOLUTIONS = [36, 72];
const MOVING = new Set(['gif', 'webp']);

/** Which page or frame of a file is drawn. */
export function PageCard() {
  const editing = useEditing();
  const { source, isTemplate } = editing;
  const page = valueOf(editing, 'page') || 1;
  const moves = source !== undefined && MOVING.has(source.format);
  const word = moves ? 'frame' : 'page';
  const many = source !== undefined && source.pages > 1;
  const isOnly = source?.pages === 1 && page === 1;
  const animate = valueOf(editing, 'animate');
  const summary =
    moves && many && animate
      ? 'all frames'
      : many
        ? `${page} of ${source.pages}`
        : page > 1
          ? String(page)
          : 'first';
  return (
    <StepCard
      key={many ? 'many' : 'one'}
      title="Page"
      keys={['page', 'animate']}
      summary={isOnly ? 'the only one' : summary}
      startsOpen={many}
    >
      {many ? (
        <PagePicker source={source} page={page} word={word} />
      ) : isOnly ? (
        <p className="text-[13px] text-muted">The file has one page.</p>
      ) : (
        <NumberField name="page" label="Page number" min={0} max={999_999} nothing="1" />
      )}
      {isTemplate || source === undefined || (moves && many) || animate ? (
        <ToggleField
          name="animate"
          label="Keep the animation"
          hint="Of GIF and WebP files; otherwise the page is drawn alone."
        />
      ) : null}
    </StepCard>
  );
}

/** Back and on, a number to type, and small pictures of the pages around it. */
function PagePicker({ source, page, word }: { source: ImagePage; page: number; word: string }) {
  const editing = useEditing();
  const { src, version, change, base, locked } = editing;
  const { pages } = source;
  const choose = (next: number) => change({ page: next === (base.page || 1) ? undefined : next }, 'page');
  const first = Math.floor((page - 1) / SHEET) * SHEET + 1;
  const sheet = Array.from({ length: Math.min(SHEET, pages - first + 1) }, (_, at) => first + at);
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="text-[13px] font-medium">
          <MarkedLabel fieldKeys={['page']}>{word === 'page' ? 'Page' : 'Frame'}</MarkedLabel>
        </span>
        <Pager page={page} pages={pages} onChange={choose} word={word} disabled={locked !== undefined} />
      </div>
      <ul aria-label={`Choose a ${word}`} className="grid grid-cols-3 gap-2">
        {sheet.map((number) => (
          <li key={number}>
            <button
              type="button"
              aria-label={`${word === 'page' ? 'Page' : 'Frame'} ${number}`}
              aria-current={number === page ? 'page' : undefined}
              disabled={locked !== undefined}
              onClick={() => choose(number)}
              className={cn(
                'flex w-full cursor-pointer flex-col items-center gap-1 rounded-thumb border p-1 text-xs tabular-nums',
                number === page
                  ? 'border-accent text-accent ring-1 ring-accent'
                  : 'border-border text-muted hover:border-control hover:text-text',
              )}
            >
              <PagePicture url={thumbnailUrl(src, SIDE, version, { page: number, dpi: sheetDpi(source) })} />
              {number}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** As few dots per inch as a thumbnail needs of pages like this one; undefined = as usual. */
function sheetDpi({ drawn, dpi, width, height }: ImagePage): number | undefined {
  if (!drawn || dpi === null) return undefined;
  const inches = Math.max(width, height) / dpi;
  return RESOLUTIONS.find((each) => inches * each >= SIDE);
}

function PagePicture({ url }: { url: string }) {
  const [failed, setFailed] = useState(false);
  return (
    <span className="flex aspect-square w-full items-center justify-center overflow-hidden rounded-thumb bg-stage">
      {failed ? (
        <span className="px-1 text-center text-muted">Cannot be shown</span>
      ) : (
        <img
          src={url}
          alt=""
          loading="lazy"
          decoding="async"
          onError={() => setFailed(true)}
          className="size-full object-scale-down"
        />
      )}
    </span>
  );
}
