'use client';

import { FileX2, Folder } from 'lucide-react';
import { useState } from 'react';
import { apiAddress } from '../client/api.ts';
import type { TrashEntry } from './shapes.ts';

/** What an entry looks like; its name stands beside it. */
export function TrashThumbnail({ entry }: { entry: TrashEntry }) {
  const [failed, setFailed] = useState(false);
  return (
    <span className="flex size-14 shrink-0 items-center justify-center overflow-hidden rounded-thumb border border-border bg-stage text-muted [&_svg]:size-6">
      {entry.kind === 'folder' ? (
        <Folder aria-hidden="true" />
      ) : failed ? (
        <FileX2 aria-hidden="true" />
      ) : (
        <img
          src={apiAddress(`/trash/${entry.id}/thumbnail/`)}
          alt=""
          loading="lazy"
          decoding="async"
          className="size-full object-contain"
          onError={() => setFailed(true)}
        />
      )}
    </span>
  );
}
