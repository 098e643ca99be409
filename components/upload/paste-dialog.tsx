'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Input } from '../ui/field.tsx';
import { FilePicture } from './file-picture.tsx';

/** Asks for the name of a pasted picture, which has none. */
export function PasteDialog({
  file,
  folder,
  onName,
  onClose,
}: {
  file: File;
  /** Where it will go; undefined when that is asked for next. */
  folder: string | undefined;
  onName: (file: File) => void;
  onClose: () => void;
}) {
  const extension = file.type === 'image/jpeg' ? 'jpg' : (file.type.split('/')[1] ?? 'png').split('+')[0];
  const [name, setName] = useState(() => `pasted-${stamp(new Date())}`);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') return;
    onName(new File([file], `${name.trim()}.${extension}`, { type: file.type }));
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Upload the pasted picture"
      description={folder === undefined ? 'You choose the folder next.' : `It goes to ${folder}.`}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <div className="flex h-40 items-center justify-center overflow-hidden rounded-thumb bg-stage">
          <FilePicture file={file} label="What was pasted" />
        </div>
        <Field label="Name" hint={`Stored as .${extension}`}>
          <Input value={name} onChange={(event) => setName(event.target.value)} maxLength={200} />
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={name.trim() === ''}>
            {folder === undefined ? 'Choose a folder' : 'Upload'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** `2026-11-26-140500`, local time. */
function stamp(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-');
  return `${day}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
}
