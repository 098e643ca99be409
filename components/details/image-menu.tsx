'use client';

import {
  Copy,
  Crosshair,
  Ellipsis,
  FolderInput,
  Link2,
  PenLine,
  Replace,
  RotateCcw,
  ShoppingBasket,
  Trash2,
} from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { ImageDetails } from '#lib/contracts/image-details.ts';
import { useFillBasket } from '../client/basket.ts';
import { folderOf, isCutIntoPages, linkInPages } from '../client/places.ts';
import { LEVEL, missingLevel } from '../client/rights.ts';
import { FolderDialog } from '../pickers/folder-dialog.tsx';
import { IconButton } from '../ui/button.tsx';
import { copyText } from '../ui/copy-text.ts';
import { Menu, MenuAction, MenuLine } from '../ui/menu.tsx';
import { useToast } from '../ui/toast.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import { useImageActions } from './use-image-actions.ts';

const FocusDialog = dynamic(() => import('./focus-dialog.tsx').then((module) => module.FocusDialog));

type Props = {
  image: ImageDetails;
  from: string;
  back: string;
  keepsTrash: boolean;
  onReplace: () => void;
};

/** What else can be done with an image. */
export function ImageMenu({ image, from, back, keepsTrash, onReplace }: Props) {
  const [open, setOpen] = useState<'rename' | 'move' | 'focus'>();
  const toast = useToast();
  const fillBasket = useFillBasket();
  const actions = useImageActions({ image, from, back, keepsTrash });
  const folder = folderOf(image.src);
  const missing = (level: number) => missingLevel(image.access, level, folder);
  const close = () => setOpen(undefined);
  const copy = async (what: string, text: string) => {
    if (await copyText(text)) toast.done({ text: `${what} copied`, detail: text });
    else toast.failed({ text: 'The browser does not let pages copy here.' });
  };
  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton label="More actions" size="small" look="plain">
            <Ellipsis aria-hidden="true" />
          </IconButton>
        }
      >
        <MenuAction
          icon={<Crosshair aria-hidden="true" />}
          unavailable={missing(LEVEL.edit) ?? (image.width === 0 ? 'The file cannot be read' : undefined)}
          onSelect={() => setOpen('focus')}
        >
          Focal point…
        </MenuAction>
        <MenuAction
          icon={<PenLine aria-hidden="true" />}
          unavailable={missing(LEVEL.upload)}
          onSelect={() => setOpen('rename')}
        >
          Rename…
        </MenuAction>
        <MenuAction
          icon={<FolderInput aria-hidden="true" />}
          unavailable={missing(LEVEL.delete)}
          onSelect={() => setOpen('move')}
        >
          Move…
        </MenuAction>
        <MenuAction
          icon={<Replace aria-hidden="true" />}
          unavailable={missing(LEVEL.upload)}
          onSelect={onReplace}
        >
          Replace the file…
        </MenuAction>
        <MenuAction
          icon={<ShoppingBasket aria-hidden="true" />}
          onSelect={() => fillBasket({ selection: { ids: [image.id] }, name: image.filename })}
        >
          Add to basket
        </MenuAction>
        <MenuLine />
        <MenuAction icon={<Copy aria-hidden="true" />} onSelect={() => void copy('Path', image.src)}>
          Copy path
        </MenuAction>
        <MenuAction
          icon={<Link2 aria-hidden="true" />}
          onSelect={() => void copy('Link', linkInPages(image))}
        >
          Copy link to the picture
        </MenuAction>
        <MenuLine />
        <MenuAction
          icon={<RotateCcw aria-hidden="true" />}
          unavailable={missing(LEVEL.upload)}
          onSelect={actions.reset}
        >
          {isCutIntoPages(image.src) ? 'Reset the cache, cut the pages anew' : 'Reset the cache'}
        </MenuAction>
        <MenuAction
          icon={<Trash2 aria-hidden="true" />}
          danger
          unavailable={missing(LEVEL.delete)}
          onSelect={() => void actions.remove()}
        >
          Delete
        </MenuAction>
      </Menu>
      <FolderDialog
        open={open === 'move'}
        onOpenChange={close}
        title={`Move ${image.filename}`}
        action="Move here"
        minLevel={LEVEL.upload}
        startAt={folder}
        refuse={(path) => (path === folder ? 'It is in this folder already' : undefined)}
        onPick={(path) => {
          close();
          actions.moveTo(`${path === '/' ? '' : path.slice(1) + '/'}${image.filename}`);
        }}
      />
      {open === 'rename' ? (
        <RenameDialog
          image={image}
          onClose={close}
          onRename={(name) => {
            close();
            actions.moveTo(`${folder === '/' ? '' : `${folder.slice(1)}/`}${name}`);
          }}
        />
      ) : null}
      {open === 'focus' ? <FocusDialog image={image} onClose={close} /> : null}
    </>
  );
}
