'use client';

import dynamic from 'next/dynamic';
import { useCallback, useEffect, useState } from 'react';
import { onWish } from '../client/events.ts';
import { LEVEL } from '../client/rights.ts';
import { useViewer } from '../client/viewer.tsx';
import { DropOverlay } from './drop-overlay.tsx';
import { type DropTarget, dropTargetOf } from './drop-target.ts';
import type { Place } from './entry.ts';
import { mayHaveKept } from './kept-flag.ts';
import type { PickedFile } from './uploads.ts';
import { useDropped } from './use-dropped.ts';

const UploadTray = dynamic(() => import('./upload-tray.tsx').then((part) => part.UploadTray), { ssr: false });
const PasteDialog = dynamic(() => import('./paste-dialog.tsx').then((part) => part.PasteDialog), {
  ssr: false,
});
const FolderDialog = dynamic(() => import('../pickers/folder-dialog.tsx').then((part) => part.FolderDialog), {
  ssr: false,
});

/**
 * Takes files from wherever they come: dropped anywhere, pasted, wished for by other parts. Small, as it is on every page;
 * what sends them is loaded when there are some.
 */
export function UploadDock({ template }: { template: string | undefined }) {
  const { userId } = useViewer();
  const [shown, setShown] = useState(false);
  const [homeless, setHomeless] = useState<readonly PickedFile[]>();
  const [pasted, setPasted] = useState<{ file: File; place: Place | undefined }>();

  const take = useCallback(
    (files: readonly PickedFile[], place: Place | undefined) => {
      if (files.length === 0) return;
      if (!place) return setHomeless(files);
      setShown(true);
      void import('./uploads.ts').then(({ uploadsOf }) => uploadsOf(userId).add(files, place));
    },
    [userId],
  );
  const hovered = useDropped(take);

  useEffect(() => {
    // What an earlier page has left goes on here, once this one is there.
    const timer = setTimeout(() => setShown((before) => before || mayHaveKept(userId)));
    const ends = [
      onWish('show-uploads', () => setShown(true)),
      onWish('upload-files', ({ files, paths, folder }) => {
        const picked = files.map((file, at) => ({ file, relative: paths?.[at] ?? file.name }));
        take(picked, folder === undefined ? undefined : { destination: { folder }, onTaken: 'ask' });
      }),
    ];
    return () => {
      clearTimeout(timer);
      for (const end of ends) end();
    };
  }, [take, userId]);

  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const { target, clipboardData } = event;
      if (event.defaultPrevented || (target instanceof Element && target.closest('input, textarea'))) return;
      const file = Array.from(clipboardData?.files ?? []).find(({ type }) => type.startsWith('image/'));
      if (!file) return;
      event.preventDefault();
      const found: DropTarget | undefined = dropTargetOf(undefined);
      setPasted({ file, place: found });
    };
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  }, []);

  return (
    <>
      {shown ? <UploadTray template={template} onClose={() => setShown(false)} /> : null}
      {hovered ? <DropOverlay hovered={hovered} /> : null}
      {pasted ? (
        <PasteDialog
          file={pasted.file}
          folder={pasted.place?.destination.folder}
          onClose={() => setPasted(undefined)}
          onName={(file) => {
            setPasted(undefined);
            take([{ file, relative: file.name }], pasted.place);
          }}
        />
      ) : null}
      {homeless ? (
        <FolderDialog
          open
          onOpenChange={(open) => !open && setHomeless(undefined)}
          title={homeless.length === 1 ? 'Where should the file go?' : 'Where should the files go?'}
          action="Upload here"
          minLevel={LEVEL.upload}
          onPick={(folder) => {
            setHomeless(undefined);
            take(homeless, { destination: { folder }, onTaken: 'ask' });
          }}
        />
      ) : null}
    </>
  );
}
