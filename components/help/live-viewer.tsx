'use client';

import { useEffect, useRef, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { loadStatic } from './load-static.ts';
import type { Demo, Order } from './viewer-demos.ts';

/** What the viewers put on elements of a page. */
const STATES = ['_cv_viewer', '_gallery', '_show', '_viewer'] as const;

/** A demo that runs in this page, just as its markup says. */
export function LiveViewer({ demo }: { demo: Demo }) {
  const place = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<'loading' | 'ready' | 'failed'>('loading');

  useEffect(() => {
    const room = place.current;
    if (room === null) return undefined;
    let left = false;
    const begin = async () => {
      for (const file of demo.files) await loadStatic(file);
      if (left) return;
      room.innerHTML = demo.html;
      for (const order of demo.orders) carryOut(order);
      setState('ready');
    };
    begin().catch(() => {
      if (!left) setState('failed');
    });
    return () => {
      left = true;
      endViewers(room);
      room.replaceChildren();
    };
  }, [demo]);

  return (
    <>
      {state === 'failed' ? (
        <p role="alert" className="text-danger">
          The files of this viewer could not be loaded. Reload the page to try again.
        </p>
      ) : null}
      <div
        ref={place}
        data-demo={state}
        className="flex flex-wrap gap-3 rounded-control bg-stage empty:min-h-24 [&_img]:inline-block"
      />
      {demo.controls.length === 0 ? null : (
        <div className="mt-3 flex flex-wrap gap-2">
          {demo.controls.map(({ label, order }) => (
            <Button key={label} size="small" disabled={state !== 'ready'} onClick={() => carryOut(order)}>
              {label}
            </Button>
          ))}
        </div>
      )}
    </>
  );
}

function carryOut({ on, name, args }: Order): void {
  const owner = (on === undefined ? window : document.getElementById(on)) as Record<string, unknown> | null;
  const order = owner?.[name];
  if (typeof order === 'function') order.apply(owner, args);
}

/** Scripts stay in the page; what they have set going does not. */
function endViewers(room: HTMLElement): void {
  for (const element of room.querySelectorAll<HTMLElement>('*')) {
    for (const state of STATES) {
      (element as Partial<Record<(typeof STATES)[number], { destroy?: () => void }>>)[state]?.destroy?.();
    }
  }
}
