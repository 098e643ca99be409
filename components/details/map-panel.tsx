'use client';

import { ExternalLink, MapPin } from 'lucide-react';
import { useState } from 'react';
import type { ImageDetails, ImageMetadata } from '#lib/contracts/image-details.ts';
import { failureText } from '../client/api.ts';
import { useImageMetadata } from '../client/image-facts.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx';
import { Fact, Facts } from './facts.tsx';

type Position = NonNullable<ImageMetadata['position']>;

/** Where the picture was taken. Nothing is asked of another site before somebody wants the map. */
export function MapPanel({ image }: { image: ImageDetails }) {
  const { data, error, isPending, refetch } = useImageMetadata(image, image.status === 1);
  if (image.status !== 1)
    return <EmptyState title="The file is gone">Nothing can be read from it.</EmptyState>;
  if (error) return <ErrorState text={failureText(error)} onRetry={() => void refetch()} />;
  if (isPending) return <Skeleton className="h-80" />;
  if (data.position === null) {
    return (
      <EmptyState icon={<MapPin aria-hidden="true" />} title="No place">
        The file does not say where it was taken.
      </EmptyState>
    );
  }
  return <Place position={data.position} />;
}

function Place({ position }: { position: Position }) {
  const [shown, setShown] = useState(false);
  const { latitude, longitude, altitude } = position;
  const text = `${latitude.toFixed(6)}, ${longitude.toFixed(6)}`;
  return (
    <div className="flex flex-col gap-4">
      <Facts>
        <Fact name="Position">
          <span className="tabular-nums">{text}</span>{' '}
          <CopyButton iconOnly text={text} label="Copy position" />
        </Fact>
        {altitude === null ? null : <Fact name="Altitude">{Math.round(altitude)} m</Fact>}
      </Facts>
      {shown ? (
        // oxlint-disable-next-line react/iframe-missing-sandbox -- our own document, which confines the map in it
        <iframe
          title="Map of where the picture was taken"
          src={`/details/map/?latitude=${latitude}&longitude=${longitude}`}
          className="h-96 w-full rounded-card border border-border"
        />
      ) : (
        <div className="flex h-96 flex-col items-center justify-center gap-3 rounded-card border border-border bg-canvas p-6 text-center">
          <MapPin aria-hidden="true" className="size-8 text-muted" />
          <p className="max-w-72 text-[13px] text-muted">
            The map comes from openstreetmap.org, which learns the position and your address.
          </p>
          <Button onClick={() => setShown(true)}>Show the map</Button>
        </div>
      )}
      <a
        href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=15/${latitude}/${longitude}`}
        target="_blank"
        rel="noreferrer"
        className="inline-flex items-center gap-1.5 self-start rounded-control text-accent underline underline-offset-4"
      >
        Open in OpenStreetMap
        <ExternalLink aria-hidden="true" className="size-4" />
        <span className="sr-only">(in a new window)</span>
      </a>
    </div>
  );
}
