'use client';

import { type MouseEvent, type ReactElement, useState } from 'react';
import type { BrowsedImage } from '../client/browsed.ts';
import { isSelected, type Selection, type SelectionAction } from '../client/selection.ts';
import { ContextMenu } from '../ui/menu.tsx';
import { FolderMenu } from './folder-menu.tsx';
import { ImageMenu } from './image-menu.tsx';
import { type Target, targetOfImage } from './target.ts';
import type { FolderActions } from './use-folder-actions.tsx';
import type { ImageActions } from './use-image-actions.tsx';

/** What a right click was on. */
type Subject = { image: BrowsedImage; place: number; target: Target } | { folder: string };

type Props = {
  path: string;
  listing: string;
  at: (place: number) => BrowsedImage | undefined;
  selection: Selection;
  select: (action: SelectionAction) => void;
  target: Target | undefined;
  imageActions: ImageActions;
  folderActions: FolderActions;
  onOpen: (path: string) => void;
  onPreview: (place: number) => void;
  children: ReactElement<{ onContextMenuCapture?: (event: MouseEvent) => void }>;
};

/** One menu for right clicks on images, on folders, and on what is between them. */
export function LibraryMenu(props: Props) {
  const { path, listing, at, selection, select, imageActions, folderActions, onOpen, onPreview } = props;
  const [subject, setSubject] = useState<Subject>({ folder: path });

  const notice = (event: MouseEvent) => {
    if (!(event.target instanceof Element)) return;
    // Dialogs and menus belong to the library, but lie elsewhere; text has a menu of the browser.
    const elsewhere = !event.currentTarget.contains(event.target);
    if (elsewhere || event.target.closest('input, textarea') !== null) {
      event.stopPropagation();
      return;
    }
    const folder = event.target.closest<HTMLElement>('[data-folder]')?.dataset.folder;
    const tile = event.target.closest<HTMLElement>('[data-place], [data-focus]');
    const place = Number(tile?.dataset.place ?? tile?.dataset.focus);
    const image = tile ? at(place) : undefined;
    if (!image) setSubject({ folder: folder ?? path });
    else if (props.target && isSelected(selection, image.id)) {
      setSubject({ image, place, target: props.target });
    } else {
      select({ type: 'only', id: image.id, at: place });
      setSubject({ image, place, target: targetOfImage(image) });
    }
  };
  return (
    <ContextMenu
      content={
        'image' in subject ? (
          <ImageMenu
            image={subject.image}
            target={subject.target}
            listing={listing}
            actions={imageActions}
            onPreview={() => onPreview(subject.place)}
          />
        ) : (
          <FolderMenu
            path={subject.folder}
            actions={folderActions}
            onOpen={subject.folder === path ? undefined : () => onOpen(subject.folder)}
          />
        )
      }
    >
      <div className="contents" onContextMenuCapture={notice}>
        {props.children}
      </div>
    </ContextMenu>
  );
}
