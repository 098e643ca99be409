'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { readRecipe } from '#lib/publisher/recipe.ts';
import { storedTemplate } from '#lib/publisher/template-values.ts';
import { api, failureText } from '../client/api.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Input } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import { useToast } from '../ui/toast.tsx';
import { exportsKey, type PortfolioDetails } from './portfolios.ts';

const KINDS = [
  { value: 'originals', label: 'The original files', detail: 'Takes the right to download them' },
  { value: 'pictures', label: 'Pictures as the portfolio shows them' },
  { value: 'size', label: 'Pictures of a size or format' },
] as const;

const TIMES = [
  { value: '1', label: 'A day' },
  { value: '7', label: 'A week' },
  { value: '30', label: '30 days' },
  { value: '365', label: 'A year' },
] as const;

/** Asks what a zip is to hold and how long it is kept. */
export function ExportDialog({ portfolio, onClose }: { portfolio: PortfolioDetails; onClose: () => void }) {
  const formId = useId();
  const toast = useToast();
  const client = useQueryClient();
  const [description, setDescription] = useState(portfolio.name);
  const [kind, setKind] = useState<(typeof KINDS)[number]['value']>('originals');
  const [more, setMore] = useState('width=1600&height=1600&autosizefit=1&format=jpg');
  const [days, setDays] = useState<(typeof TIMES)[number]['value']>('7');
  const [skip, setSkip] = useState(false);
  const make = useMutation({
    mutationFn: () =>
      api.post(`/portfolios/${portfolio.id}/exports/`, {
        description,
        originals: kind === 'originals',
        expiry_time: new Date(Date.now() + Number(days) * 86_400_000).toISOString(),
        ignore_errors: skip,
        ...(kind === 'size' ? { image_parameters: parametersOf(more) } : {}),
      }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: exportsKey(portfolio.id) });
      onClose();
    },
    onError: (error) => toast.failed({ text: 'No export was begun', detail: failureText(error) }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New export"
      description="A zip file, made in the background. You can leave the page meanwhile."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form={formId} disabled={make.isPending}>
            Begin export
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="grid gap-4">
        <Field label="Description">
          <Input value={description} maxLength={5120} onValueChange={setDescription} />
        </Field>
        <Field label="What it holds">
          <Select value={kind} onChange={setKind} choices={KINDS} />
        </Field>
        {kind === 'size' ? (
          <Field
            label="Picture options"
            hint="As in the address of a picture. They come over those of each image."
          >
            <Input value={more} autoComplete="off" onValueChange={setMore} />
          </Field>
        ) : null}
        <Field label="Kept for">
          <Select value={days} onChange={setDays} choices={TIMES} />
        </Field>
        <Checkbox checked={skip} onChange={setSkip}>
          Leave out what cannot be packed, and list it inside
        </Checkbox>
      </form>
    </Dialog>
  );
}

function parametersOf(text: string): Record<string, unknown> {
  return storedTemplate(readRecipe(new URLSearchParams(text.slice(text.indexOf('?') + 1))).values);
}
