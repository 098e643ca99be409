'use client';

import {
  Copy,
  Download,
  Eye,
  FolderInput,
  Image as ImageIcon,
  PencilLine,
  Share2,
  ShoppingBasket,
  Tag,
  TextCursorInput,
  Trash2,
} from 'lucide-react';
import type { BrowsedImage } from '../client/browsed.ts';
import { detailsPage, folderOf, originalUrl, publishPage } from '../client/places.ts';
import { LEVEL, missingLevel } from '../client/rights.ts';
import { copyText } from '../ui/copy-text.ts';
import { MenuAction, MenuHeading, MenuLine, MenuLink } from '../ui/menu.tsx';
import type { Target } from './target.ts';
import type { ImageActions } from './use-image-actions.tsx';

/** What can be done with an image, or with the selection that it belongs to, as the content of a menu. */
export function ImageMenu({
  image,
  target,
  listing,
  actions,
  onPreview,
}: {
  image: BrowsedImage;
  target: Target;
  listing: string;
  actions: ImageActions;
  onPreview: () => void;
}) {
  const lacking = (level: number) => missingLevel(target.access, level, target.folder);
  const several = target.count > 1;
  return (
    <>
      {several ? (
        <MenuHeading>{target.name}</MenuHeading>
      ) : (
        <>
          <MenuLink
            href={detailsPage(image.src, listing)}
            icon={<ImageIcon aria-hidden="true" />}
            shortcut="Enter"
          >
            Open
          </MenuLink>
          <MenuAction icon={<Eye aria-hidden="true" />} shortcut="Space" onSelect={onPreview}>
            Quick preview
          </MenuAction>
          <MenuLink href={publishPage(image.src)} icon={<Share2 aria-hidden="true" />}>
            Publish
          </MenuLink>
          <MenuLine />
        </>
      )}
      <MenuAction
        icon={<FolderInput aria-hidden="true" />}
        shortcut="M"
        unavailable={lacking(LEVEL.delete)}
        onSelect={() => actions.ask({ kind: 'move', target })}
      >
        Move to…
      </MenuAction>
      <MenuAction
        icon={<Tag aria-hidden="true" />}
        shortcut="T"
        unavailable={lacking(LEVEL.edit)}
        onSelect={() => actions.ask({ kind: 'tag', target })}
      >
        Tag…
      </MenuAction>
      <MenuAction
        icon={<PencilLine aria-hidden="true" />}
        shortcut="E"
        unavailable={lacking(LEVEL.edit)}
        onSelect={() => actions.ask({ kind: 'edit', target })}
      >
        Edit title and description…
      </MenuAction>
      <MenuAction
        icon={<ShoppingBasket aria-hidden="true" />}
        shortcut="B"
        onSelect={() => actions.collect(target)}
      >
        Add to basket
      </MenuAction>
      {several ? (
        <MenuAction
          icon={<Download aria-hidden="true" />}
          unavailable={lacking(LEVEL.download)}
          onSelect={() => void actions.zip(target)}
        >
          Download as a zip
        </MenuAction>
      ) : (
        <>
          <MenuAction
            icon={<TextCursorInput aria-hidden="true" />}
            shortcut="F2"
            unavailable={missingLevel(image.access, LEVEL.upload, folderOf(image.src))}
            onSelect={() => actions.ask({ kind: 'rename', target })}
          >
            Rename…
          </MenuAction>
          <MenuAction icon={<Copy aria-hidden="true" />} onSelect={() => void copyText(image.src)}>
            Copy path
          </MenuAction>
          <MenuLink
            href={originalUrl(image.src)}
            download
            icon={<Download aria-hidden="true" />}
            unavailable={lacking(LEVEL.download)}
          >
            Download original
          </MenuLink>
        </>
      )}
      <MenuLine />
      <MenuAction
        danger
        icon={<Trash2 aria-hidden="true" />}
        shortcut="Delete"
        unavailable={lacking(LEVEL.delete)}
        onSelect={() => void actions.remove(target)}
      >
        Delete
      </MenuAction>
    </>
  );
}
