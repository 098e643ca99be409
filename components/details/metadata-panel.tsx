'use client';

import { MapPin } from 'lucide-react';
import { useState } from 'react';
import type { ImageDetails, ImageMetadata } from '#lib/contracts/image-details.ts';
import { failureText } from '../client/api.ts';
import { useImageMetadata } from '../client/image-facts.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Input } from '../ui/field.tsx';
import { EmptyState, ErrorState, LiveText, Skeleton } from '../ui/states.tsx';

type Group = ImageMetadata['groups'][number];

/** What the file says about itself, in groups, with a box to find something in it. */
export function MetadataPanel({ image }: { image: ImageDetails }) {
  const { data, error, isPending, refetch } = useImageMetadata(image, image.status === 1);
  const [wanted, setWanted] = useState('');
  if (image.status !== 1)
    return <EmptyState title="The file is gone">Nothing can be read from it.</EmptyState>;
  if (error) return <ErrorState text={failureText(error)} onRetry={() => void refetch()} />;
  if (isPending) return <Skeleton className="h-96" />;
  const groups = filtered(data.groups, wanted);
  const found = groups.reduce((sum, { tags }) => sum + tags.length, 0);
  return (
    <div className="flex flex-col gap-4">
      {data.position === null ? null : <PlaceWarning />}
      {data.groups.length === 0 ? (
        <EmptyState title="No metadata">
          The file holds its pixels and nothing else that can be read.
        </EmptyState>
      ) : (
        <>
          <Input
            type="search"
            aria-label="Filter metadata"
            placeholder="Filter"
            value={wanted}
            onChange={(event) => setWanted(event.target.value)}
          />
          <LiveText>{wanted === '' ? '' : `${found} found`}</LiveText>
          {found === 0 ? <p className="text-muted">Nothing matches “{wanted}”.</p> : null}
          {groups.map((group) => (
            <TagGroup key={group.name} group={group} />
          ))}
        </>
      )}
    </div>
  );
}

/** The tags whose name or value holds the text. */
function filtered(groups: readonly Group[], text: string): Group[] {
  const part = text.trim().toLowerCase();
  if (part === '') return [...groups];
  return groups.flatMap(({ name, tags }) => {
    const found = tags.filter((tag) => `${name} ${tag.name} ${tag.value}`.toLowerCase().includes(part));
    return found.length === 0 ? [] : [{ name, tags: found }];
  });
}

function PlaceWarning() {
  return (
    <p className="flex gap-2 rounded-control border border-warning p-2.5 text-[13px]">
      <MapPin aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warning" />
      <span>
        The original says where it was taken. Whoever downloads it gets the place too; pictures made with
        metadata stripped do not hold it.
      </span>
    </p>
  );
}

function TagGroup({ group: { name, tags } }: { group: Group }) {
  return (
    <section aria-label={name}>
      <h2 className="mb-1 text-[13px] font-semibold">{name}</h2>
      <dl className="divide-y divide-border border-y border-border">
        {tags.map((tag) => (
          <div
            key={tag.name}
            className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_2rem] items-start gap-2 py-1"
          >
            <dt className="py-1.5 text-[13px] break-words text-muted">{tag.name}</dt>
            <dd className="py-1.5 text-[13px] break-words">{tag.value}</dd>
            <dd>
              <CopyButton iconOnly text={tag.value} label={`Copy ${tag.name}`} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
