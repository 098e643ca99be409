'use client';

import { ArrowLeft, ChevronLeft, ChevronRight, Download, Replace, Send } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { ImageDetails } from '#lib/contracts/image-details.ts';
import { formatCount } from '#lib/format/numbers.ts';
import { browsePage, detailsPage, folderOf, originalUrl, publishPage } from '../client/places.ts';
import { LEVEL, missingLevel } from '../client/rights.ts';
import { useShortcut } from '../client/use-shortcut.ts';
import { Button, buttonClasses, IconButton } from '../ui/button.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { ImageMenu } from './image-menu.tsx';
import { ReplaceDialog } from './replace-dialog.tsx';
import { useNeighbours } from './use-neighbours.ts';

/** Back to the list, to the images beside this one, and what is done with it most. */
export function DetailsHeader({
  image,
  page,
  from,
  keepsTrash,
}: {
  image: ImageDetails;
  /** The one that is looked at. */
  page: number;
  from: string;
  keepsTrash: boolean;
}) {
  const folder = folderOf(image.src);
  const back = from === '' ? browsePage(folder) : `/list/?${from}`;
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-border bg-surface px-3 py-2 sm:px-4">
      <Tooltip text={from === '' ? `Back to ${folder}` : 'Back to the list'}>
        <LinkButton
          href={back}
          look="quiet"
          size="small"
          className="w-8 px-0 pointer-coarse:w-11"
          aria-label={from === '' ? `Back to ${folder}` : 'Back to the list'}
        >
          <ArrowLeft aria-hidden="true" />
        </LinkButton>
      </Tooltip>
      <h1 className="min-w-0 flex-1 basis-24 truncate text-sm font-semibold" title={image.src}>
        {image.filename}
      </h1>
      <Neighbours image={image} from={from} />
      {image.status === 1 ? (
        <Actions image={image} page={page} from={from} back={back} keepsTrash={keepsTrash} />
      ) : null}
    </header>
  );
}

function Neighbours({ image, from }: { image: ImageDetails; from: string }) {
  const router = useRouter();
  const place = useNeighbours(image, from);
  const { previous, next } = place ?? { previous: null, next: null };
  const go = (to: { src: string } | null) => {
    if (!to) return;
    const tab = new URLSearchParams(location.search).get('tab');
    // In place of this page, so that Back leads to the list.
    router.replace(`${detailsPage(to.src, from)}${tab ? `&tab=${encodeURIComponent(tab)}` : ''}`);
  };
  useShortcut('ArrowLeft', () => go(previous), previous !== null);
  useShortcut('k', () => go(previous), previous !== null);
  useShortcut('ArrowRight', () => go(next), next !== null);
  useShortcut('j', () => go(next), next !== null);
  return (
    <nav aria-label="Images of this list" className="flex items-center gap-1">
      <IconButton
        label="Previous image"
        shortcut="←"
        size="small"
        disabled={previous === null}
        onClick={() => go(previous)}
      >
        <ChevronLeft aria-hidden="true" />
      </IconButton>
      <span className="min-w-16 text-center text-[13px] text-muted tabular-nums">
        {place ? `${formatCount(place.position + 1)} of ${formatCount(place.total)}` : ''}
      </span>
      <IconButton
        label="Next image"
        shortcut="→"
        size="small"
        disabled={next === null}
        onClick={() => go(next)}
      >
        <ChevronRight aria-hidden="true" />
      </IconButton>
    </nav>
  );
}

function Actions({
  image,
  page,
  from,
  back,
  keepsTrash,
}: {
  image: ImageDetails;
  page: number;
  from: string;
  back: string;
  keepsTrash: boolean;
}) {
  const [replacing, setReplacing] = useState(false);
  const folder = folderOf(image.src);
  const noDownload = missingLevel(image.access, LEVEL.download, folder);
  return (
    <div className="flex items-center gap-2">
      <LinkButton look="primary" size="small" href={publishPage(image.src, page)}>
        <Send aria-hidden="true" />
        Publish
      </LinkButton>
      {noDownload === undefined ? (
        <a className={buttonClasses({ size: 'small' })} href={originalUrl(image.src)} download>
          <Download aria-hidden="true" />
          Download
        </a>
      ) : (
        <Button size="small" unavailable={noDownload}>
          <Download aria-hidden="true" />
          Download
        </Button>
      )}
      <Button
        size="small"
        className="max-sm:hidden"
        unavailable={missingLevel(image.access, LEVEL.upload, folder)}
        onClick={() => setReplacing(true)}
      >
        <Replace aria-hidden="true" />
        Replace
      </Button>
      <ImageMenu
        image={image}
        from={from}
        back={back}
        keepsTrash={keepsTrash}
        onReplace={() => setReplacing(true)}
      />
      {replacing ? <ReplaceDialog image={image} onClose={() => setReplacing(false)} /> : null}
    </div>
  );
}
