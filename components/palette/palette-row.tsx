'use client';

import { Autocomplete } from '@base-ui/react/autocomplete';
import Link from 'next/link';
import { Kbd } from '../ui/kbd.tsx';
import type { Found } from './use-palette-groups.tsx';

/** One thing that was found. */
export function PaletteRow({ found, onDone }: { found: Found; onDone: () => void }) {
  const { title, detail, icon, shortcut, href, run } = found;
  const finish = () => {
    onDone();
    run?.();
  };
  return (
    <Autocomplete.Item
      value={found}
      onClick={finish}
      {...(href === undefined ? {} : { render: <Link prefetch={false} href={href} tabIndex={-1} /> })}
      className="flex min-h-10 cursor-pointer items-center gap-3 rounded-control px-2 py-1 outline-none select-none data-highlighted:bg-hover pointer-coarse:min-h-11"
    >
      <span
        aria-hidden="true"
        className="flex size-8 shrink-0 items-center justify-center overflow-hidden rounded-thumb text-muted [&_svg]:size-4"
      >
        {icon}
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate">{title}</span>
        {detail === undefined ? null : <span className="block truncate text-xs text-muted">{detail}</span>}
      </span>
      {shortcut === undefined ? null : <Kbd keys={shortcut} />}
    </Autocomplete.Item>
  );
}
