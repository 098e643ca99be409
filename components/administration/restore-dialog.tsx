'use client';

import { type FormEvent, useId, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Input } from '../ui/field.tsx';
import type { TrashEntry } from './shapes.ts';
import { placeOf } from './trash-row.tsx';

/** Asks where something of the trash is to go. */
export function RestoreDialog({
  entry,
  onClose,
  onRestore,
}: {
  entry: TrashEntry;
  onClose: () => void;
  onRestore: (to: string) => void;
}) {
  const [to, setTo] = useState(entry.path);
  const form = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onClose();
    onRestore(to.trim());
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Restore “${placeOf(entry).name}” to another place`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form={form} disabled={to.trim() === ''}>
            Restore
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit}>
        <Field
          label={entry.kind === 'folder' ? 'Path of the folder' : 'Path of the image'}
          hint="Folders that are not there are made."
        >
          <Input value={to} maxLength={1024} onChange={(event) => setTo(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}
