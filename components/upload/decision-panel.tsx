'use client';

import { FileImage } from 'lucide-react';
import Link from 'next/link';
import { type ReactNode, useState } from 'react';
import { formatBytes } from '#lib/format/bytes.ts';
import { detailsPage, thumbnailUrl } from '../client/places.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import type { Entry } from './entry.ts';
import { FilePicture } from './file-picture.tsx';
import type { Decision } from './queue.ts';
import type { Uploads } from './uploads.ts';

/** Asks about the first file of the queue that needs a decision; the answer can be given for all like it. */
export function DecisionPanel({ entries, uploads }: { entries: readonly Entry[]; uploads: Uploads }) {
  const [forAll, setForAll] = useState(false);
  const open = entries.filter(({ status }) => status === 'duplicate' || status === 'conflict');
  const [first] = open;
  if (!first) return null;
  const alike = open.filter(({ status }) => status === first.status);
  const decide = (decision: Decision) => {
    uploads.decide(forAll ? alike.map(({ id }) => id) : [first.id], decision);
    setForAll(false);
  };
  return (
    <section aria-label="Decision" className="border-b border-border bg-soft px-3 py-3">
      <Question key={first.id} entry={first} file={uploads.fileOf(first.id)} />
      {alike.length > 1 ? (
        <Checkbox checked={forAll} onChange={setForAll} className="mt-3 text-[13px]">
          Do the same for the {alike.length - 1 === 1 ? 'other one' : `other ${alike.length - 1}`}
        </Checkbox>
      ) : null}
      <div className="mt-3 flex flex-wrap gap-2">
        <Button size="small" onClick={() => decide('skip')}>
          Skip
        </Button>
        {first.status === 'duplicate' ? (
          <Button size="small" onClick={() => decide('upload')}>
            Upload anyway
          </Button>
        ) : (
          <>
            <Button size="small" onClick={() => decide('rename')}>
              Keep both
            </Button>
            <Button size="small" onClick={() => decide('replace')}>
              Replace
            </Button>
          </>
        )}
      </div>
    </section>
  );
}

function Question({ entry, file }: { entry: Entry; file: File | undefined }) {
  const [twin] = entry.twins ?? [];
  const isDuplicate = entry.status === 'duplicate';
  const there = isDuplicate ? twin : (entry.check?.image ?? undefined);
  const others = (entry.twins?.length ?? 1) - 1;
  return (
    <>
      <p className="font-medium break-words">
        {isDuplicate ? `“${entry.name}” is here already` : `The name “${entry.name}” is taken`}
      </p>
      <p className="mt-0.5 text-[13px] text-muted">
        {isDuplicate
          ? `The same picture, byte by byte${others > 0 ? `, ${others + 1} times` : ''}.`
          : 'Keep both gives yours a number. Replace keeps the address and puts your file behind it.'}
      </p>
      <div className="mt-3 flex flex-wrap gap-4">
        <Side title="Yours" detail={formatBytes(entry.size)}>
          <FilePicture file={file} label="Your file" />
        </Side>
        <Side
          title="Here"
          detail={
            there ? (
              <Link
                prefetch={false}
                href={detailsPage(there.src)}
                className="text-accent underline underline-offset-2"
              >
                {there.src}
              </Link>
            ) : (
              (entry.check?.src ?? '')
            )
          }
        >
          {there ? (
            <img
              src={thumbnailUrl(there.src, 200)}
              alt={there.src}
              className="max-h-full max-w-full object-contain"
            />
          ) : (
            <FileImage aria-hidden="true" className="size-6 text-muted" />
          )}
        </Side>
      </div>
    </>
  );
}

function Side({ title, detail, children }: { title: string; detail: ReactNode; children: ReactNode }) {
  return (
    <figure className="w-36 min-w-0">
      <div className="flex h-24 items-center justify-center overflow-hidden rounded-thumb bg-stage">
        {children}
      </div>
      <figcaption className="mt-1 text-xs break-words">
        <span className="font-medium">{title}</span> <span className="text-muted">{detail}</span>
      </figcaption>
    </figure>
  );
}
