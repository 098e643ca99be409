'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, failureText } from '../client/api.ts';
import { readRefusal } from '../client/refusal.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { useConfirm } from '../ui/confirm.tsx';
import { Section } from '../ui/page.tsx';
import { ErrorState, Skeleton } from '../ui/states.tsx';
import { Cell, HeadCell, Row, Table } from '../ui/table.tsx';
import { Time } from '../ui/time.tsx';
import { useToast } from '../ui/toast.tsx';
import { browserName } from './browser-name.ts';
import type { Session, Token, UserDetails } from './people.ts';
import { PEOPLE_KEY, sessionsQuery, tokensQuery } from './queries.ts';

const METHODS: Readonly<Record<string, string>> = {
  password: 'Password',
  ldap: 'LDAP',
  oidc: 'OpenID Connect',
  token: 'Token',
};

/** Where somebody is signed in, and the programs that hold tokens of theirs. */
export function UserAccess({ user }: { user: UserDetails }) {
  const client = useQueryClient();
  const toast = useToast();
  const confirm = useConfirm();

  async function end(path: string, done: string): Promise<void> {
    try {
      await api.delete(`/admin/users/${user.id}/${path}`);
      toast.done({ text: done });
    } catch (error) {
      toast.failed({ text: 'Nothing was ended', detail: readRefusal(error).text });
    }
    await client.invalidateQueries({ queryKey: PEOPLE_KEY });
  }

  async function revoke(token: Token): Promise<void> {
    const sure = await confirm({
      title: `Revoke the token “${token.name}”?`,
      text: 'Programs that use it are turned away at once. This cannot be undone.',
      action: 'Revoke token',
      danger: true,
    });
    if (sure) await end(`tokens/${token.id}/`, `${token.name} is revoked`);
  }

  return (
    <>
      <Sessions user={user} onEnd={end} />
      <Tokens user={user} onRevoke={(token) => void revoke(token)} />
    </>
  );
}

function Sessions({
  user,
  onEnd,
}: {
  user: UserDetails;
  onEnd: (path: string, done: string) => Promise<void>;
}) {
  const { data, error, refetch } = useQuery(sessionsQuery(user.id));
  return (
    <Section
      title="Sessions"
      intro="Browsers that are signed in. Ending one counts at once."
      actions={
        data && data.length > 0 ? (
          <Button size="small" onClick={() => void onEnd('sessions/', 'All sessions have ended')}>
            End all
          </Button>
        ) : null
      }
    >
      {error ? (
        <ErrorState text={failureText(error)} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton className="h-16" />
      ) : data.length === 0 ? (
        <p className="text-muted">Not signed in anywhere.</p>
      ) : (
        <Table label="Sessions">
          <thead>
            <tr>
              <HeadCell>Browser</HeadCell>
              <HeadCell>Address</HeadCell>
              <HeadCell>By</HeadCell>
              <HeadCell>Last seen</HeadCell>
              <HeadCell>Ends</HeadCell>
              <HeadCell>
                <span className="sr-only">Actions</span>
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {data.map((session) => (
              <SessionRow
                key={session.id}
                session={session}
                onEnd={() => void onEnd(`sessions/${session.id}/`, 'The session has ended')}
              />
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}

function SessionRow({ session, onEnd }: { session: Session; onEnd: () => void }) {
  const browser = browserName(session.user_agent);
  return (
    <Row>
      <Cell title={session.user_agent}>
        {browser} {session.current ? <Badge tone="accent">This one</Badge> : null}
      </Cell>
      <Cell className="tabular-nums">{session.address}</Cell>
      <Cell>{METHODS[session.method] ?? session.method}</Cell>
      <Cell>
        <Time value={session.last_seen} form="ago" />
      </Cell>
      <Cell>
        <Time value={session.expires} />
      </Cell>
      <Cell className="text-right">
        <Button
          size="small"
          aria-label={`End the session of ${browser} at ${session.address}`}
          onClick={onEnd}
        >
          End
        </Button>
      </Cell>
    </Row>
  );
}

function Tokens({ user, onRevoke }: { user: UserDetails; onRevoke: (token: Token) => void }) {
  const { data, error, refetch } = useQuery(tokensQuery(user.id));
  return (
    <Section title="Personal tokens" intro="Made by this person for programs.">
      {error ? (
        <ErrorState text={failureText(error)} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton className="h-16" />
      ) : data.length === 0 ? (
        <p className="text-muted">No tokens.</p>
      ) : (
        <Table label="Personal tokens">
          <thead>
            <tr>
              <HeadCell>Name</HeadCell>
              <HeadCell>Good for</HeadCell>
              <HeadCell>Last used</HeadCell>
              <HeadCell>Expires</HeadCell>
              <HeadCell>
                <span className="sr-only">Actions</span>
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {data.map((token) => (
              <Row key={token.id}>
                <Cell>
                  {token.name} <code className="font-mono text-xs text-muted">{token.hint}…</code>
                </Cell>
                <Cell>{token.scopes.join(', ')}</Cell>
                <Cell>
                  {token.last_used === null ? 'Never' : <Time value={token.last_used} form="ago" />}
                </Cell>
                <Cell>{token.expires === null ? 'Never' : <Time value={token.expires} form="date" />}</Cell>
                <Cell className="text-right">
                  <Button size="small" aria-label={`Revoke ${token.name}`} onClick={() => onRevoke(token)}>
                    Revoke
                  </Button>
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}
