'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Eraser } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { countOf } from '#lib/format/numbers.ts';
import { api, failureText } from '../client/api.ts';
import { Button } from '../ui/button.tsx';
import { useConfirm } from '../ui/confirm.tsx';
import { Menu, MenuAction } from '../ui/menu.tsx';
import { useToast } from '../ui/toast.tsx';

const FolderDialog = dynamic(() =>
  import('../pickers/folder-dialog.tsx').then((module) => module.FolderDialog),
);
const ImageDialog = dynamic(() => import('../pickers/image-dialog.tsx').then((module) => module.ImageDialog));

type Target = { what: 'all' } | { what: 'folder' | 'image'; path: string };

const COST =
  'Nothing is lost, but the next visitors wait until their pictures have been made anew, and the server works harder meanwhile.';

/** Clears cached pictures: all, those of a folder, or those of an image. */
export function ClearCache() {
  const client = useQueryClient();
  const confirm = useConfirm();
  const toast = useToast();
  const [choosing, setChoosing] = useState<'folder' | 'image'>();
  const [busy, setBusy] = useState(false);

  const clear = async (target: Target) => {
    const where = target.what === 'all' ? 'all images' : target.path;
    const yes = await confirm({
      title: `Clear the cached pictures of ${where}?`,
      text: target.what === 'folder' ? `Folders below it are included. ${COST}` : COST,
      action: 'Clear the cache',
      danger: target.what === 'all',
    });
    if (!yes) return;
    setBusy(true);
    try {
      const { status, data } = await api.call<{ images: number | null } | null>(
        'POST',
        '/admin/storage/forget/',
        { body: target },
      );
      toast.done(
        status === 202
          ? { text: 'The cache is being cleared', detail: 'It goes on in the background.' }
          : {
              text: 'The cache is cleared',
              ...(data?.images == null ? {} : { detail: `Pictures of ${countOf(data.images, 'image')}.` }),
            },
      );
    } catch (error) {
      toast.failed({ text: 'The cache could not be cleared', detail: failureText(error) });
    }
    setBusy(false);
    await client.invalidateQueries({ queryKey: ['/admin/storage/'] });
  };

  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button size="small" disabled={busy}>
            <Eraser aria-hidden="true" />
            {busy ? 'Clearing…' : 'Clear the cache'}
          </Button>
        }
      >
        <MenuAction onSelect={() => setChoosing('folder')}>Of a folder…</MenuAction>
        <MenuAction onSelect={() => setChoosing('image')}>Of an image…</MenuAction>
        <MenuAction danger onSelect={() => void clear({ what: 'all' })}>
          Of all images…
        </MenuAction>
      </Menu>
      {choosing === 'folder' ? (
        <FolderDialog
          open
          onOpenChange={() => setChoosing(undefined)}
          title="Clear the cached pictures of a folder"
          action="Choose this folder"
          onPick={(path) => {
            setChoosing(undefined);
            void clear({ what: 'folder', path });
          }}
        />
      ) : null}
      {choosing === 'image' ? (
        <ImageDialog
          open
          onOpenChange={() => setChoosing(undefined)}
          title="Clear the cached pictures of an image"
          onPick={({ src }) => {
            setChoosing(undefined);
            void clear({ what: 'image', path: src });
          }}
        />
      ) : null}
    </>
  );
}
