'use client';

import { ImageOff } from 'lucide-react';
import { browsePage, folderOf } from '../client/places.ts';
import { LinkButton } from '../ui/link-button.tsx';
import { EmptyState, NoPermission } from '../ui/states.tsx';

/** The page of an image that has never been there. */
export function MissingImage({ src }: { src: string }) {
  return (
    <div className="py-10">
      <h1 className="sr-only">No such image</h1>
      <EmptyState
        icon={<ImageOff aria-hidden="true" />}
        title="This image does not exist"
        action={<LinkButton href={browsePage(folderOf(src))}>To its folder</LinkButton>}
      >
        <span className="break-all">{src}</span>
      </EmptyState>
    </div>
  );
}

/** The page of an image in a folder that this person may not see. */
export function LockedFolder({ folder }: { folder: string }) {
  return (
    <div className="py-10">
      <h1 className="sr-only">No permission</h1>
      <NoPermission title="You cannot see this image" needs={`Needs “View” on ${folder}.`} />
    </div>
  );
}
