'use client';

import { type FormEvent, useId, useRef, useState } from 'react';
import type { ImageDetails } from '#lib/contracts/image-details.ts';
import { nameProblem, stemLength } from '../pickers/file-names.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Input } from '../ui/field.tsx';

/** Asks for another file name. */
export function RenameDialog({
  image,
  onClose,
  onRename,
}: {
  image: ImageDetails;
  onClose: () => void;
  onRename: (name: string) => void;
}) {
  const form = useId();
  const box = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(image.filename);
  const typed = name.trim();
  const problem = nameProblem(typed) ?? (typed.includes('.') ? undefined : 'A name needs its extension.');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (problem !== undefined) return;
    if (typed === image.filename) onClose();
    else onRename(typed);
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Rename"
      description="Addresses with the old name stop working."
      initialFocus={box}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form={form} disabled={problem !== undefined}>
            Rename
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit}>
        <Field label="File name" error={name === image.filename ? undefined : problem}>
          <Input
            ref={box}
            value={name}
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
            onFocus={(event) => event.target.setSelectionRange(0, stemLength(image.filename))}
          />
        </Field>
      </form>
    </Dialog>
  );
}
