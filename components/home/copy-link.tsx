'use client';

import { useEffect, useState } from 'react';
import { copyText } from '../ui/copy-text.ts';

/** Copies a path of this server as a full address. */
export function CopyLink({ path, label }: { path: string; label: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), 2000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async () =>
    setState((await copyText(new URL(path, location.href).href)) ? 'copied' : 'failed');
  return (
    <button
      type="button"
      onClick={() => void copy()}
      className="inline-flex h-8 shrink-0 cursor-pointer items-center gap-1.5 rounded-control border border-border bg-surface px-2.5 text-[13px] font-medium text-text hover:border-control pointer-coarse:h-11 pointer-coarse:px-4"
    >
      <svg
        aria-hidden="true"
        width="14"
        height="14"
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        {state === 'copied' ? (
          <path d="m3 8.500 3.500 3.500L13 5" />
        ) : (
          <path d="M5.500 5.500v-3h8v8h-3m-8-5h8v8h-8z" />
        )}
      </svg>
      <span aria-live="polite">
        {state === 'copied' ? 'Copied' : state === 'failed' ? 'Not allowed' : 'Copy'}
        <span className="sr-only"> {label}</span>
      </span>
    </button>
  );
}
