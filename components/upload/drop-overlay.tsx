'use client';

import { CloudUpload } from 'lucide-react';
import type { Hovered } from './use-dropped.ts';

/** Shows where files go that are held over the page. It takes no events, so that the page below is still found. */
export function DropOverlay({ hovered: { target } }: { hovered: Hovered }) {
  const box = target?.element.getBoundingClientRect();
  const top = Math.max(0, box?.top ?? 0);
  const left = Math.max(0, box?.left ?? 0);
  return (
    <div className="pointer-events-none fixed inset-0 z-60">
      <div
        className="fixed rounded-card border-2 border-dashed border-accent bg-accent/10"
        style={{
          top,
          left,
          right: Math.max(0, innerWidth - (box?.right ?? innerWidth)),
          bottom: Math.max(0, innerHeight - (box?.bottom ?? innerHeight)),
        }}
      />
      <p className="fixed bottom-6 left-1/2 flex max-w-[calc(100vw-2rem)] -translate-x-1/2 items-center gap-2.5 rounded-card bg-accent px-4 py-2.5 text-sm font-medium text-on-accent shadow-float">
        <CloudUpload aria-hidden="true" className="size-4 shrink-0" />
        <span className="break-words">
          {target ? `Drop to upload to ${target.destination.folder}` : 'Drop to choose a folder for them'}
        </span>
      </p>
    </div>
  );
}
