'use client';

import { type FormEvent, useId, useState } from 'react';
import { failureText } from '../client/api.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Input } from '../ui/field.tsx';
import type { PortfolioImage } from './portfolios.ts';

/** Asks for the name that an image has in zips and on the page of its portfolio. */
export function FileNameDialog({
  image,
  onClose,
  onSave,
}: {
  image: PortfolioImage;
  onClose: () => void;
  onSave: (filename: string) => Promise<unknown>;
}) {
  const formId = useId();
  const [name, setName] = useState(image.filename);
  const [problem, setProblem] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await onSave(name.trim());
      onClose();
    } catch (error) {
      setProblem(failureText(error));
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`File name of ${image.image.filename}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form={formId}>
            Save
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={(event) => void submit(event)}>
        <Field
          label="File name"
          hint="Letters, digits and simple signs, without accents. Blank for the name of the file. The extension follows the format."
          error={problem}
        >
          <Input
            value={name}
            maxLength={255}
            placeholder={image.image.filename}
            autoComplete="off"
            onValueChange={setName}
          />
        </Field>
      </form>
    </Dialog>
  );
}
