'use client';

import { useState } from 'react';
import { nameOf, thumbnailUrl } from '../client/places.ts';
import { Button } from '../ui/button.tsx';

/** Thumbnails to choose from; they fold away with the choice. */
export function DemoStrip({
  pictures,
  chosen,
  onChoose,
}: {
  pictures: readonly string[];
  chosen: string;
  onChoose: (src: string) => void;
}) {
  const [open, setOpen] = useState(true);
  if (!open) {
    return (
      <p className="mb-5">
        <Button size="small" onClick={() => setOpen(true)}>
          Select a different image
        </Button>
      </p>
    );
  }
  return (
    <ul aria-label="Pictures to choose from" className="mb-5 flex gap-2 overflow-x-auto p-1">
      {pictures.map((src) => (
        <li key={src} className="shrink-0">
          <button
            type="button"
            aria-label={nameOf(src)}
            aria-pressed={src === chosen}
            title={nameOf(src)}
            onClick={() => {
              onChoose(src);
              setOpen(false);
            }}
            className="flex size-37.5 cursor-pointer items-center justify-center overflow-hidden rounded-thumb border-2 border-transparent bg-stage hover:border-control aria-pressed:border-accent"
          >
            <img src={thumbnailUrl(src, 200)} alt="" loading="lazy" className="max-h-full max-w-full" />
          </button>
        </li>
      ))}
    </ul>
  );
}
