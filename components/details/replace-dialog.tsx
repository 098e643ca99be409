'use client';

import { useMutation } from '@tanstack/react-query';
import { type DragEvent, type ReactNode, useCallback, useState } from 'react';
import type { ImageDetails } from '#lib/contracts/image-details.ts';
import { formatBytes } from '#lib/format/bytes.ts';
import { csrfToken, failureText } from '../client/api.ts';
import { wish } from '../client/events.ts';
import { folderOf, thumbnailUrl } from '../client/places.ts';
import { Button, buttonClasses } from '../ui/button.tsx';
import { cn } from '../ui/class-names.ts';
import { Dialog } from '../ui/dialog.tsx';
import { useToast } from '../ui/toast.tsx';
import { useImageUpdate } from './image-query.ts';
import { extensionOfName, isReplacement } from './replacement.ts';
import { sendReplacement } from './send-replacement.ts';

/** Puts another file in the place of this one; its address and what is recorded of it stay. */
export function ReplaceDialog({ image, onClose }: { image: ImageDetails; onClose: () => void }) {
  const [file, setFile] = useState<File>();
  const [problem, setProblem] = useState<string>();
  const toast = useToast();
  const { refresh } = useImageUpdate(image.id);
  const folder = folderOf(image.src);

  const send = useMutation({
    mutationFn: (chosen: File) => sendReplacement(chosen, image.filename, folder, csrfToken()),
    onSuccess: async () => {
      await refresh();
      wish('folder-changed', { folder });
      toast.done({
        text: 'Replaced',
        detail: image.focus ? 'The focal point was kept; see whether it still fits.' : image.src,
      });
      onClose();
    },
    onError: (error) => setProblem(failureText(error)),
  });

  const choose = (chosen: File | undefined) => {
    if (!chosen) return;
    const fits = isReplacement(chosen.name, image.filename);
    setFile(fits ? chosen : undefined);
    setProblem(
      fits
        ? undefined
        : `${chosen.name} is no .${extensionOfName(image.filename)} file. Its address must keep its ending, so choose one of that kind.`,
    );
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    event.stopPropagation();
    choose(event.dataTransfer.files[0]);
  };

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Replace ${image.filename}`}
      description="Address, title, description, tags and history stay. The old file is not kept."
      width="large"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="primary"
            disabled={file === undefined || send.isPending}
            onClick={() => file && send.mutate(file)}
          >
            {send.isPending ? 'Sending…' : 'Replace'}
          </Button>
        </>
      }
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <Side title="Now" text={`${image.width} × ${image.height} px, ${formatBytes(image.bytes)}`}>
          <img
            src={thumbnailUrl(image.src, 800, image.file_version)}
            alt="As it is now"
            className="max-h-full max-w-full object-contain"
          />
        </Side>
        {/* Dropping has a twin: the button below. */}
        <div onDragOver={(event) => event.preventDefault()} onDrop={onDrop}>
          <Side title="New" text={file ? `${file.name}, ${formatBytes(file.size)}` : 'Not chosen yet'}>
            {file ? (
              <LocalPicture key={`${file.name} ${file.lastModified}`} file={file} />
            ) : (
              <p className="p-4 text-center text-muted">Drop a file here</p>
            )}
          </Side>
        </div>
      </div>
      <label className={cn(buttonClasses({ size: 'small' }), 'mt-4 has-focus-visible:outline-2')}>
        {file ? 'Choose another file' : 'Choose a file'}
        <input
          type="file"
          accept={`.${extensionOfName(image.filename)}`}
          className="sr-only"
          onChange={(event) => choose(event.target.files?.[0])}
        />
      </label>
      {problem === undefined ? null : (
        <p role="alert" className="mt-3 text-danger">
          {problem}
        </p>
      )}
    </Dialog>
  );
}

function Side({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <figure className="flex flex-col gap-2">
      <figcaption>
        <span className="font-medium">{title}</span>{' '}
        <span className="text-[13px] break-all text-muted">{text}</span>
      </figcaption>
      <div className="flex h-64 items-center justify-center overflow-hidden rounded-thumb bg-stage">
        {children}
      </div>
    </figure>
  );
}

/** A file of this computer; one that the browser cannot show is told so. */
function LocalPicture({ file }: { file: File }) {
  const [broken, setBroken] = useState(false);
  const show = useCallback(
    (element: HTMLImageElement) => {
      const url = URL.createObjectURL(file);
      element.src = url;
      return () => URL.revokeObjectURL(url);
    },
    [file],
  );
  if (broken) return <p className="p-4 text-center text-muted">The browser cannot show this file.</p>;
  return (
    <img
      ref={show}
      alt="As it will be"
      onError={() => setBroken(true)}
      className="max-h-full max-w-full object-contain"
    />
  );
}
