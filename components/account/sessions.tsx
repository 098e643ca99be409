'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Monitor, Smartphone } from 'lucide-react';
import type { z } from 'zod';
import type { session } from '#lib/contracts/resources.ts';
import { api, failureText } from '../client/api.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { useConfirm } from '../ui/confirm.tsx';
import { Section } from '../ui/page.tsx';
import { ErrorState, Skeleton } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { useToast } from '../ui/toast.tsx';
import { deviceWords } from './device-words.ts';

type Session = z.output<typeof session>;

export const SESSIONS_KEY = ['account', 'sessions'] as const;

const METHODS: Readonly<Record<string, string>> = {
  password: 'with a password',
  ldap: 'by the directory',
  oidc: 'by single sign-on',
  token: 'with a token',
};

/** Where this person is signed in, and ways to end that. */
export function Sessions() {
  const toast = useToast();
  const ask = useConfirm();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: SESSIONS_KEY,
    queryFn: ({ signal }) => api.get<Session[]>('/account/sessions/', {}, signal),
  });
  const end = useMutation({
    mutationFn: (path: string) => api.delete(path),
    onSuccess: (_, path) =>
      toast.done({
        text: path === '/account/sessions/' ? 'All other sessions have ended' : 'The session has ended',
      }),
    onError: (failure) => toast.failed({ text: 'It was not ended', detail: failureText(failure) }),
    onSettled: () => client.invalidateQueries({ queryKey: SESSIONS_KEY }),
  });
  if (error) return <ErrorState text={failureText(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-60" />;
  const others = data.filter(({ current }) => !current);
  const endOthers = async () => {
    const sure = await ask({
      title: 'End all other sessions?',
      text: 'Whoever uses one of them has to sign in again. This browser stays signed in.',
      action: 'End all others',
      danger: true,
    });
    if (sure) end.mutate('/account/sessions/');
  };
  return (
    <Section
      title="Where you are signed in"
      intro="End what you do not know, then change your password"
      actions={
        <Button size="small" disabled={others.length === 0 || end.isPending} onClick={() => void endOthers()}>
          End all others
        </Button>
      }
    >
      <ul className="-my-4 divide-y divide-border">
        {[...data]
          .sort((a, b) => Number(b.current) - Number(a.current))
          .map((each) => (
            <SessionRow
              key={each.id}
              session={each}
              busy={end.isPending}
              onEnd={() => end.mutate(`/account/sessions/${encodeURIComponent(each.id)}/`)}
            />
          ))}
      </ul>
    </Section>
  );
}

function SessionRow({ session: each, busy, onEnd }: { session: Session; busy: boolean; onEnd: () => void }) {
  const { words, hand } = deviceWords(each.user_agent);
  const Icon = hand ? Smartphone : Monitor;
  return (
    <li className="flex items-start gap-3 py-4">
      <Icon aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          <span className="break-words" title={each.user_agent}>
            {words}
          </span>
          {each.current ? <Badge tone="success">This browser</Badge> : null}
        </p>
        <p className="mt-0.5 flex flex-wrap gap-x-3 text-[13px] text-muted">
          {each.address === '' ? null : <span className="break-all">{each.address}</span>}
          <span>
            last used <Time value={each.last_seen} form="ago" />
          </span>
          <span>
            signed in {METHODS[each.method] ?? ''} <Time value={each.created} />
          </span>
          <span>
            ends <Time value={each.expires} form="date" />
          </span>
        </p>
      </div>
      {each.current ? null : (
        <Button size="small" disabled={busy} aria-label={`End the session of ${words}`} onClick={onEnd}>
          End
        </Button>
      )}
    </li>
  );
}
