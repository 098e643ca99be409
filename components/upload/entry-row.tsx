'use client';

import { CircleAlert, CircleSlash, FileImage, RotateCcw, Send, X } from 'lucide-react';
import Link from 'next/link';
import { memo, useState } from 'react';
import { detailsPage, publishPage, thumbnailUrl } from '../client/places.ts';
import { IconButton } from '../ui/button.tsx';
import { cn } from '../ui/class-names.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Progress } from '../ui/progress.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import type { Entry } from './entry.ts';
import { entryText } from './entry-text.ts';
import { markupOf } from './markup.ts';
import type { Uploads } from './uploads.ts';

const SQUARE =
  'flex size-8 shrink-0 items-center justify-center rounded-control text-text hover:bg-hover pointer-coarse:size-11 [&_svg]:size-4';

/** A file of the queue: how it stands, and what can be done with it. */
export const EntryRow = memo(function EntryRow({
  entry,
  uploads,
  template,
}: {
  entry: Entry;
  uploads: Uploads;
  template: string | undefined;
}) {
  const { id, name, status, image } = entry;
  const shown = image?.filename ?? name;
  return (
    <div className="flex min-h-14 items-center gap-3 px-3 py-1.5">
      <Picture entry={entry} />
      <div className="min-w-0 flex-1">
        {image ? (
          <Link
            prefetch={false}
            href={detailsPage(image.src)}
            className="block truncate rounded-control font-medium hover:underline"
            title={image.src}
          >
            {shown}
          </Link>
        ) : (
          <p className="truncate font-medium" title={entry.relative}>
            {shown}
          </p>
        )}
        <p className={cn('text-xs break-words text-muted', status === 'failed' && 'text-danger')}>
          {entryText(entry)}
        </p>
        <Bar entry={entry} />
      </div>
      <div className="flex shrink-0 items-center">
        {image ? (
          <>
            <CopyButton text={() => markupOf(image, template)} label={`Copy markup of ${shown}`} iconOnly />
            <Tooltip text={`Publish ${shown}`}>
              <Link
                prefetch={false}
                href={publishPage(image.src)}
                aria-label={`Publish ${shown}`}
                className={SQUARE}
              >
                <Send aria-hidden="true" />
              </Link>
            </Tooltip>
          </>
        ) : null}
        {status === 'failed' || status === 'skipped' ? (
          <IconButton label={`Try ${name} again`} size="small" onClick={() => uploads.retry([id])}>
            <RotateCcw aria-hidden="true" />
          </IconButton>
        ) : null}
        {status === 'done' ? null : (
          <IconButton
            label={
              status === 'failed' || status === 'skipped' ? `Remove ${name} from the list` : `Cancel ${name}`
            }
            size="small"
            onClick={() => uploads.remove([id])}
          >
            <X aria-hidden="true" />
          </IconButton>
        )}
      </div>
    </div>
  );
});

function Picture({ entry: { status, image } }: { entry: Entry }) {
  const frame =
    'flex size-10 shrink-0 items-center justify-center overflow-hidden rounded-thumb bg-stage [&_svg]:size-4';
  const [failed, setFailed] = useState(false);
  if (image && !failed) {
    return (
      <span className={frame}>
        <img
          src={thumbnailUrl(image.src, 200, image.id)}
          onError={() => setFailed(true)}
          alt=""
          loading="lazy"
          decoding="async"
          className="max-h-full max-w-full object-contain"
        />
      </span>
    );
  }
  if (status === 'failed') {
    return (
      <span className={cn(frame, 'text-danger')}>
        <CircleAlert aria-hidden="true" />
      </span>
    );
  }
  return (
    <span className={cn(frame, 'text-muted')}>
      {status === 'skipped' ? <CircleSlash aria-hidden="true" /> : <FileImage aria-hidden="true" />}
    </span>
  );
}

function Bar({ entry: { status, name, sent, size, hashed } }: { entry: Entry }) {
  if (status === 'sending') {
    return <Progress value={sent / Math.max(1, size)} label={`Upload of ${name}`} className="mt-1" />;
  }
  // Only what takes a while is worth a bar.
  if (status === 'hashing' && hashed > 0 && hashed < 1) {
    return <Progress value={hashed} label={`Look at ${name}`} className="mt-1" />;
  }
  return null;
}
