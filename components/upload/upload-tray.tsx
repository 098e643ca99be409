'use client';

import { ChevronDown, ChevronUp, CloudUpload, X } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useState } from 'react';
import { uploadPage } from '../client/places.ts';
import { IconButton } from '../ui/button.tsx';
import { LiveText } from '../ui/states.tsx';
import { DecisionPanel } from './decision-panel.tsx';
import { isOver } from './entry.ts';
import { EntryList } from './entry-list.tsx';
import { spokenText, summaryText } from './entry-text.ts';
import { QueueActions, QueueProgress } from './queue-status.tsx';
import { summarise } from './queue-summary.ts';
import { useUploads } from './use-uploads.ts';

/** The uploads in the corner of every page but the one for uploads. */
export function UploadTray({ template, onClose }: { template: string | undefined; onClose: () => void }) {
  const { uploads, queue } = useUploads();
  const [small, setSmall] = useState(false);
  const path = usePathname();
  const summary = summarise(queue);
  if (!uploads || path.startsWith('/upload')) return null;
  const text = summaryText(summary, queue.pause);
  const close = () => {
    uploads.remove(queue.entries.filter(isOver).map(({ id }) => id));
    onClose();
  };
  return (
    <section
      aria-label="Uploads"
      className="fixed right-2 bottom-2 z-30 flex max-h-[min(32rem,calc(100dvh-4.5rem))] w-[26rem] max-w-[calc(100vw-1rem)] flex-col overflow-hidden rounded-card border border-border bg-surface text-sm text-text shadow-float sm:right-4 sm:bottom-4"
    >
      <LiveText>{spokenText(summary, queue.pause)}</LiveText>
      <header className="flex items-center gap-2 py-1.5 pr-1.5 pl-3">
        <CloudUpload aria-hidden="true" className="size-4 shrink-0 text-muted" />
        <h2 className="min-w-0 flex-1 truncate font-semibold tabular-nums">{text}</h2>
        <IconButton
          label={small ? 'Show the files' : 'Hide the files'}
          size="small"
          aria-expanded={!small}
          onClick={() => setSmall(!small)}
        >
          {small ? <ChevronUp aria-hidden="true" /> : <ChevronDown aria-hidden="true" />}
        </IconButton>
        {summary.active ? null : (
          <IconButton label="Close the uploads" size="small" onClick={close}>
            <X aria-hidden="true" />
          </IconButton>
        )}
      </header>
      {small && !summary.active ? null : (
        <QueueProgress summary={summary} pause={queue.pause} uploads={uploads} />
      )}
      {small ? null : (
        <div className="flex min-h-0 flex-1 flex-col overflow-y-auto border-t border-border">
          <DecisionPanel entries={queue.entries} uploads={uploads} />
          {summary.total === 0 ? (
            <p className="px-3 py-4 text-muted">
              Drop files anywhere, or choose them on the{' '}
              <Link prefetch={false} href={uploadPage()} className="text-accent underline underline-offset-2">
                upload page
              </Link>
              .
            </p>
          ) : (
            <EntryList
              entries={queue.entries}
              uploads={uploads}
              template={template}
              className="max-h-72 min-h-14"
            />
          )}
          <QueueActions
            onCleared={onClose}
            queue={queue}
            summary={summary}
            uploads={uploads}
            template={template}
          />
        </div>
      )}
    </section>
  );
}
