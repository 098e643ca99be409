'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { api, failureText } from '../client/api.ts';
import { useNow } from '../client/use-now.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { useConfirm } from '../ui/confirm.tsx';
import { Section } from '../ui/page.tsx';
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx';
import { Cell, HeadCell, Row, Table } from '../ui/table.tsx';
import { Time } from '../ui/time.tsx';
import { useToast } from '../ui/toast.tsx';
import { NewTokenDialog } from './new-token-dialog.tsx';
import { SCOPE_NAMES, TOKENS_KEY, type Token } from './personal-tokens.ts';

/** The person's tokens for programs. */
export function Tokens() {
  const [making, setMaking] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: TOKENS_KEY,
    queryFn: ({ signal }) => api.get<Token[]>('/account/tokens/', {}, signal),
  });
  if (error) return <ErrorState text={failureText(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-60" />;
  const make = (
    <Button size="small" look="primary" onClick={() => setMaking(true)}>
      New token
    </Button>
  );
  return (
    <Section
      title="Tokens for programs"
      intro={
        <>
          A program sends one as <code>Authorization: Bearer …</code> and may do what you may, within its
          scopes. See the{' '}
          <a href="/api/help/" className="text-accent underline underline-offset-4">
            API reference
          </a>
          .
        </>
      }
      actions={data.length > 0 ? make : undefined}
    >
      {data.length === 0 ? (
        <EmptyState icon={<KeyRound aria-hidden="true" />} title="No tokens yet" action={make}>
          Give each program a token of its own, so that you can take it away again.
        </EmptyState>
      ) : (
        <Table label="Tokens">
          <thead>
            <tr>
              <HeadCell>Name</HeadCell>
              <HeadCell>Scopes</HeadCell>
              <HeadCell>Last used</HeadCell>
              <HeadCell>Expires</HeadCell>
              <HeadCell>
                <span className="sr-only">Actions</span>
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {data.map((token) => (
              <TokenRow key={token.id} token={token} />
            ))}
          </tbody>
        </Table>
      )}
      <NewTokenDialog open={making} onOpenChange={setMaking} />
    </Section>
  );
}

function TokenRow({ token }: { token: Token }) {
  const toast = useToast();
  const ask = useConfirm();
  const client = useQueryClient();
  const now = useNow();
  const revoke = useMutation({
    mutationFn: () => api.delete(`/account/tokens/${token.id}/`),
    onSuccess: () => toast.done({ text: `The token “${token.name}” is revoked` }),
    onError: (failure) => toast.failed({ text: 'It was not revoked', detail: failureText(failure) }),
    onSettled: () => client.invalidateQueries({ queryKey: TOKENS_KEY }),
  });
  const askAndRevoke = async () => {
    const sure = await ask({
      title: `Revoke “${token.name}”?`,
      text: 'Programs that use it are refused from now on. This cannot be undone.',
      action: 'Revoke token',
      danger: true,
    });
    if (sure) revoke.mutate();
  };
  const isOver = token.expires !== null && now !== undefined && Date.parse(token.expires) <= now;
  return (
    <Row>
      <Cell>
        <p className="max-w-60 font-medium break-words">{token.name}</p>
        <p className="font-mono text-xs text-muted">{token.hint}…</p>
      </Cell>
      <Cell>
        <span className="flex flex-wrap gap-1">
          {token.scopes.map((scope) => (
            <Badge key={scope}>{SCOPE_NAMES[scope]}</Badge>
          ))}
        </span>
      </Cell>
      <Cell className="whitespace-nowrap">
        {token.last_used === null ? (
          <span className="text-muted">Never</span>
        ) : (
          <>
            <Time value={token.last_used} form="ago" />
            <p className="text-xs text-muted">{token.last_address}</p>
          </>
        )}
      </Cell>
      <Cell className="whitespace-nowrap">
        {token.expires === null ? (
          <span className="text-muted">Never</span>
        ) : isOver ? (
          <Badge tone="danger">Expired</Badge>
        ) : (
          <Time value={token.expires} form="date" />
        )}
      </Cell>
      <Cell className="text-right">
        <Button
          size="small"
          disabled={revoke.isPending}
          aria-label={`Revoke ${token.name}`}
          onClick={() => void askAndRevoke()}
        >
          Revoke
        </Button>
      </Cell>
    </Row>
  );
}
