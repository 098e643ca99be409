'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { api, failureText } from '../client/api.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Input } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import { useToast } from '../ui/toast.tsx';
import { linksKey, type PortfolioLink } from './portfolios.ts';

const ACCESS = [
  { value: '10', label: 'View' },
  { value: '20', label: 'View and download', detail: 'Exports, and the originals that you may download' },
] as const;

const TIMES = [
  { value: '1', label: 'A day' },
  { value: '7', label: 'A week' },
  { value: '30', label: '30 days' },
  { value: '365', label: 'A year' },
  { value: '0', label: 'No end' },
] as const;

const LEAST_PASSWORD = 8;

/** Makes a link and shows its address. */
export function LinkDialog({ folioId, onClose }: { folioId: number; onClose: () => void }) {
  const formId = useId();
  const toast = useToast();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [access, setAccess] = useState<(typeof ACCESS)[number]['value']>('10');
  const [days, setDays] = useState<(typeof TIMES)[number]['value']>('30');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const make = useMutation({
    mutationFn: () =>
      api.post<PortfolioLink>(`/portfolios/${folioId}/links/`, {
        name: name.trim(),
        access: Number(access),
        password,
        expires: days === '0' ? null : new Date(Date.now() + Number(days) * 86_400_000).toISOString(),
      }),
    onSuccess: () => void client.invalidateQueries({ queryKey: linksKey(folioId) }),
    onError: (error) => toast.failed({ text: 'No link was made', detail: failureText(error) }),
  });
  const problem =
    password !== '' && password.length < LEAST_PASSWORD
      ? `At least ${LEAST_PASSWORD} characters, or none for no password`
      : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!problem) make.mutate();
  };
  const close = (open: boolean) => !open && onClose();
  if (make.data) {
    return (
      <Dialog
        open
        onOpenChange={close}
        title="The link is ready"
        description={
          make.data.has_password
            ? 'Send the password by another way than the link.'
            : 'Whoever has it sees the portfolio.'
        }
        footer={
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <div className="flex flex-col items-start gap-3">
          <Input
            aria-label="Link"
            readOnly
            value={make.data.url}
            onFocus={(event) => event.currentTarget.select()}
            className="font-mono text-[13px]"
          />
          <CopyButton text={make.data.url} label="Copy link" />
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onOpenChange={close}
      title="New link"
      description="It lends your rights: what you may not see any more, it does not show either."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form={formId} disabled={make.isPending}>
            Make link
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="grid gap-4">
        <Field label="For whom" hint="To tell links apart; visitors do not see it.">
          <Input value={name} maxLength={120} onValueChange={setName} />
        </Field>
        <Field label="What it allows">
          <Select value={access} onChange={setAccess} choices={ACCESS} />
        </Field>
        <Field label="Good for">
          <Select value={days} onChange={setDays} choices={TIMES} />
        </Field>
        <Field label="Password" hint="Optional" error={tried ? problem : undefined}>
          <Input
            type="password"
            value={password}
            maxLength={120}
            autoComplete="new-password"
            onValueChange={setPassword}
          />
        </Field>
      </form>
    </Dialog>
  );
}
