'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Input, TextArea } from '../ui/field.tsx';
import type { Target } from './target.ts';

/** Changes the title and the description of images; of several only what is ticked. */
export function EditDialog({
  target,
  onClose,
  onSave,
}: {
  target: Target;
  onClose: () => void;
  onSave: (wanted: { title?: string; description?: string }) => void;
}) {
  const [only] = target.images;
  const single = target.count === 1 && only !== undefined;
  const [title, setTitle] = useState(single ? only.title : '');
  const [description, setDescription] = useState(single ? only.description : '');
  const [withTitle, setWithTitle] = useState(single);
  const [withDescription, setWithDescription] = useState(single);
  const save = (event: FormEvent) => {
    event.preventDefault();
    onClose();
    const changesTitle = withTitle && !(single && only.title === title);
    const changesDescription = withDescription && !(single && only.description === description);
    if (!changesTitle && !changesDescription) return;
    onSave({ ...(changesTitle ? { title } : {}), ...(changesDescription ? { description } : {}) });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Edit ${target.name}`}
      description={single ? undefined : 'What you tick gets the same text in all of them.'}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form="edit-form" disabled={!withTitle && !withDescription}>
            Save
          </Button>
        </>
      }
    >
      <form id="edit-form" onSubmit={save} className="flex flex-col gap-4">
        {single ? null : (
          <Checkbox checked={withTitle} onChange={setWithTitle}>
            Change the title
          </Checkbox>
        )}
        {withTitle ? (
          <Field label="Title">
            <Input value={title} onValueChange={setTitle} maxLength={255} />
          </Field>
        ) : null}
        {single ? null : (
          <Checkbox checked={withDescription} onChange={setWithDescription}>
            Change the description
          </Checkbox>
        )}
        {withDescription ? (
          <Field label="Description">
            <TextArea
              value={description}
              onChange={(event) => setDescription(event.target.value)}
              maxLength={10_000}
              rows={4}
            />
          </Field>
        ) : null}
      </form>
    </Dialog>
  );
}
