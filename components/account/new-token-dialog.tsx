'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { api, failureText } from '../client/api.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Input } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import { useToast } from '../ui/toast.tsx';
import { endOf, LIFETIMES, type NewToken, SCOPES, type Scope, TOKENS_KEY } from './personal-tokens.ts';

/** Makes a token and shows it, this once. */
export function NewTokenDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  // What was typed and shown is gone with each closing.
  return open ? <OpenDialog onOpenChange={onOpenChange} /> : null;
}

function OpenDialog({ onOpenChange }: { onOpenChange: (open: boolean) => void }) {
  const [made, setMade] = useState<NewToken>();
  if (made) {
    return (
      <Dialog
        open
        onOpenChange={onOpenChange}
        title={`The token “${made.name}”`}
        description="Copy it now: it is not shown again."
        footer={
          <Button look="primary" onClick={() => onOpenChange(false)}>
            Done
          </Button>
        }
      >
        <div className="flex flex-col items-start gap-3">
          <Input
            aria-label="Token"
            readOnly
            value={made.token}
            onFocus={(event) => event.currentTarget.select()}
            className="font-mono text-[13px]"
          />
          <CopyButton text={made.token} label="Copy token" />
        </div>
      </Dialog>
    );
  }
  return <TokenForm onOpenChange={onOpenChange} onMade={setMade} />;
}

function TokenForm({
  onOpenChange,
  onMade,
}: {
  onOpenChange: (open: boolean) => void;
  onMade: (token: NewToken) => void;
}) {
  const formId = useId();
  const scopesId = useId();
  const toast = useToast();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>(['read']);
  const [days, setDays] = useState<(typeof LIFETIMES)[number]['value']>('90');
  const [tried, setTried] = useState(false);
  const make = useMutation({
    mutationFn: () =>
      api.post<NewToken>('/account/tokens/', {
        name: name.trim(),
        scopes,
        expires: endOf(Number(days), Date.now()),
      }),
    onSuccess: (token) => {
      void client.invalidateQueries({ queryKey: TOKENS_KEY });
      onMade(token);
    },
    onError: (failure) => toast.failed({ text: 'No token was made', detail: failureText(failure) }),
  });
  const nameProblem = name.trim() === '' ? 'Say what it is for' : undefined;
  const scopeProblem = scopes.length === 0 ? 'Choose at least one' : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!nameProblem && !scopeProblem) make.mutate();
  };
  const set = (scope: Scope, on: boolean) =>
    setScopes(on ? [...scopes, scope] : scopes.filter((each) => each !== scope));
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title="New token"
      description="For a program that works in your name."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button look="primary" type="submit" form={formId} disabled={make.isPending}>
            Make token
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="grid gap-4">
        <Field
          label="Name"
          hint="What it is for, such as “Website build”"
          error={tried ? nameProblem : undefined}
        >
          <Input value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
        </Field>
        <div role="group" aria-labelledby={scopesId}>
          <p id={scopesId} className="text-[13px] font-medium">
            What it may do
          </p>
          <div className="mt-2 grid gap-2">
            {SCOPES.map(({ scope, text }) => (
              <Checkbox key={scope} checked={scopes.includes(scope)} onChange={(on) => set(scope, on)}>
                {text}
              </Checkbox>
            ))}
          </div>
          {tried && scopeProblem ? (
            <p role="alert" className="mt-1.5 text-[13px] text-danger">
              {scopeProblem}
            </p>
          ) : null}
        </div>
        <Field label="Good for">
          <Select value={days} onChange={setDays} choices={LIFETIMES} />
        </Field>
      </form>
    </Dialog>
  );
}
