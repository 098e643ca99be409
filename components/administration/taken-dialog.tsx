'use client';

import { countOf } from '#lib/format/numbers.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import type { TrashEntry } from './shapes.ts';
import { placeOf } from './trash-row.tsx';

/** Asks what to do about entries in whose places something else is by now. */
export function TakenDialog({
  entries,
  onClose,
  onRename,
  onElsewhere,
}: {
  entries: readonly TrashEntry[];
  onClose: () => void;
  /** With these, which are images. */
  onRename: (images: readonly TrashEntry[]) => void;
  onElsewhere: (entry: TrashEntry) => void;
}) {
  const images = entries.filter(({ kind }) => kind === 'image');
  const [only] = entries;
  const single = entries.length === 1;
  return (
    <Dialog
      open={entries.length > 0}
      onOpenChange={(open) => !open && onClose()}
      title={single && only ? `“${placeOf(only).name}” is there again` : 'Some names are taken'}
      description={
        single && only
          ? `Something else is at ${only.path} by now. It stays as it is.`
          : `In the place of ${countOf(entries.length, 'thing')} there is something else by now. They stay in the trash.`
      }
      footer={
        <>
          <Button onClick={onClose}>Leave in the trash</Button>
          {single && only ? (
            <Button
              onClick={() => {
                onClose();
                onElsewhere(only);
              }}
            >
              Another place…
            </Button>
          ) : null}
          {images.length > 0 ? (
            <Button
              look="primary"
              onClick={() => {
                onClose();
                onRename(images);
              }}
            >
              {single ? 'Restore with a number' : `Restore ${countOf(images.length, 'image')} with numbers`}
            </Button>
          ) : null}
        </>
      }
    >
      {single ? undefined : (
        <ul className="max-h-60 overflow-y-auto text-[13px]">
          {entries.map((entry) => (
            <li key={entry.id} className="truncate py-0.5">
              {entry.path}
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
