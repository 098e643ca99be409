'use client';

import { useState } from 'react';

/** Two pictures of one size on top of each other, with a line between them that can be moved. */
export function CompareStage({ before, after }: { before: string; after: string }) {
  const [share, setShare] = useState(50);
  return (
    <div className="relative select-none">
      <img src={after} alt="After" draggable={false} className="block max-h-[56dvh] max-w-full" />
      <img
        src={before}
        alt="Before, untouched"
        draggable={false}
        className="absolute inset-0 size-full"
        style={{ clipPath: `inset(0 ${100 - share}% 0 0)` }}
      />
      <span
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 w-0.5 -translate-x-1/2 bg-white shadow-[0_0_0_1px_rgb(0_0_0/50%)]"
        style={{ left: `${share}%` }}
      />
      <span
        aria-hidden="true"
        className="absolute top-1.5 left-1.5 rounded-control bg-black/75 px-2 py-0.5 text-xs text-white"
      >
        Before
      </span>
      <span
        aria-hidden="true"
        className="absolute top-1.5 right-1.5 rounded-control bg-black/75 px-2 py-0.5 text-xs text-white"
      >
        After
      </span>
      <div className="absolute inset-0 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
        <input
          type="range"
          min={0}
          max={100}
          value={share}
          aria-label="Share of the picture that is shown as it was before"
          onChange={(event) => setShare(Number(event.currentTarget.value))}
          className="size-full cursor-ew-resize opacity-0"
        />
      </div>
    </div>
  );
}
