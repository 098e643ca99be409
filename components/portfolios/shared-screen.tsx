'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Lock } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { ApiFailure, api, failureText } from '../client/api.ts';
import { Button } from '../ui/button.tsx';
import { Field, Input } from '../ui/field.tsx';
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx';
import type { SharedPortfolio } from './portfolios.ts';
import { PublicPortfolio } from './public-portfolio.tsx';

/** Milliseconds after which pictures get a new grant while the page stays open: grants last some hours. */
const RENEW = 3 * 3_600_000;

/** What a link shows: the portfolio, or the question for its password. */
export function SharedScreen({ token }: { token: string }) {
  const client = useQueryClient();
  const key = ['shared', token];
  const path = `/shared/${encodeURIComponent(token)}/`;
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => {
      const known = client.getQueryData<SharedPortfolio>(key)?.grant;
      return api.get<SharedPortfolio>(path, known ? { grant: known } : {}, signal);
    },
    staleTime: RENEW,
    refetchInterval: RENEW,
    refetchOnWindowFocus: false,
  });
  if (error instanceof ApiFailure && error.status === 404) {
    return (
      <>
        <h1 className="sr-only">Shared portfolio</h1>
        <EmptyState title="This link is not good any more">
          It was revoked, or its time is over. Ask whoever sent it for another one.
        </EmptyState>
      </>
    );
  }
  if (error) return <ErrorState text={failureText(error)} onRetry={() => void refetch()} />;
  if (!data) {
    return (
      <>
        <h1 className="sr-only">Shared portfolio</h1>
        <Skeleton className="h-80" />
      </>
    );
  }
  return data.locked ? (
    <PasswordForm path={path} onOpen={(open) => client.setQueryData(key, open)} />
  ) : (
    <PublicPortfolio portfolio={data} />
  );
}

function PasswordForm({ path, onOpen }: { path: string; onOpen: (portfolio: SharedPortfolio) => void }) {
  const [password, setPassword] = useState('');
  const unlock = useMutation({
    mutationFn: () => api.post<SharedPortfolio>(path, { password }),
    onSuccess: onOpen,
  });
  const problem =
    unlock.error === null
      ? undefined
      : unlock.error instanceof ApiFailure && unlock.error.status === 403
        ? 'That is not the password of this link.'
        : failureText(unlock.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    unlock.mutate();
  };
  return (
    <div className="mx-auto mt-10 max-w-sm rounded-card border border-border bg-surface p-6">
      <Lock aria-hidden="true" className="mb-3 size-6 text-muted" />
      <h1 className="mb-4 text-xl font-semibold tracking-tight">This portfolio has a password</h1>
      <form noValidate onSubmit={submit} className="grid gap-4">
        <Field label="Password" error={problem}>
          <Input
            type="password"
            value={password}
            maxLength={120}
            autoComplete="off"
            onValueChange={setPassword}
          />
        </Field>
        <Button look="primary" type="submit" disabled={unlock.isPending}>
          Open
        </Button>
      </form>
    </div>
  );
}
