'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { TemplateRecord } from '#lib/contracts/publishing.ts';
import { storedTemplate } from '#lib/publisher/template-values.ts';
import type { TransformValues } from '#lib/transform/values.ts';
import { api, failureText } from '../client/api.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Input, TextArea } from '../ui/field.tsx';
import { useToast } from '../ui/toast.tsx';
import { TEMPLATES_KEY } from './use-templates.ts';

/** Keeps the values of a recipe under a name, so that addresses can be short and be changed in one place. */
export function SaveAsTemplate({
  values,
  onClose,
  onSaved,
}: {
  /** What holds, the template's own values included. */
  values: TransformValues;
  onClose: () => void;
  onSaved: (name: string) => void;
}) {
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const client = useQueryClient();
  const toast = useToast();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () =>
      api.post<TemplateRecord>('/admin/templates/', {
        name: name.trim(),
        description,
        template: storedTemplate({ recordStats: true, expirySecs: 604_800, ...values }),
      }),
    onSuccess: async (created) => {
      await client.invalidateQueries({ queryKey: TEMPLATES_KEY });
      toast.done({ text: `Template ${created.name} is stored`, detail: 'The recipe is based on it now.' });
      onSaved(created.name);
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') mutate();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Save as template"
      description="A template keeps these values under a name. Changing it later changes every picture that names it."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="primary"
            type="submit"
            form="save-as-template"
            disabled={isPending || name.trim() === ''}
          >
            Save template
          </Button>
        </>
      }
    >
      <form id="save-as-template" onSubmit={submit} className="flex flex-col gap-3" data-own-undo="">
        <Field label="Name" error={error ? failureText(error) : undefined}>
          <Input
            value={name}
            maxLength={120}
            onChange={(event) => setName(event.currentTarget.value)}
            autoComplete="off"
          />
        </Field>
        <Field label="Description">
          <TextArea
            value={description}
            maxLength={5120}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
        </Field>
      </form>
    </Dialog>
  );
}
