'use client';

import { File } from 'lucide-react';
import { useState } from 'react';
import { countOf } from '#lib/format/numbers.ts';

const MOST = 20;

/** Files of a folder that are no pictures: they are there, and nothing can be done with them here. */
export function OtherFiles({ names }: { names: readonly string[] }) {
  const [all, setAll] = useState(false);
  if (names.length === 0) return null;
  const shown = all ? names : names.slice(0, MOST);
  return (
    <section aria-labelledby="other-files" className="px-3 pt-2 pb-6 sm:px-4">
      <h2 id="other-files" className="mb-2 text-xs text-muted">
        {countOf(names.length, 'other file')}
      </h2>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(12rem,1fr))] gap-x-4 gap-y-1">
        {shown.map((name) => (
          <li key={name} title={name} className="flex min-w-0 items-center gap-2 text-[13px] text-muted">
            <File aria-hidden="true" className="size-4 shrink-0" />
            <span className="truncate">{name}</span>
          </li>
        ))}
      </ul>
      {shown.length < names.length ? (
        <button
          type="button"
          onClick={() => setAll(true)}
          className="mt-2 cursor-pointer rounded-control text-[13px] text-accent underline underline-offset-4 pointer-coarse:h-11"
        >
          Show all
        </button>
      ) : null}
    </section>
  );
}
