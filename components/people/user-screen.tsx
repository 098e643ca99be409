'use client';

import { useQuery } from '@tanstack/react-query';
import { Ban, RotateCcw, ScanSearch, UserX } from 'lucide-react';
import { ApiFailure, failureText } from '../client/api.ts';
import { useViewer } from '../client/viewer.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Page, Section } from '../ui/page.tsx';
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { FLAG_WORDS } from './flag-words.ts';
import { AUTH_NAMES, explainPage, nameOf, type UserDetails } from './people.ts';
import { userQuery } from './queries.ts';
import { StatusBadge } from './status-badge.tsx';
import { useAccountStatus, whyNotDisable } from './use-account-status.ts';
import { UserAccess } from './user-access.tsx';
import { UserDetailsForm } from './user-details-form.tsx';
import { UserGroups } from './user-groups.tsx';
import { UserPasswordForm } from './user-password-form.tsx';

/** One account with everything that an administrator may do about it. */
export function UserScreen({ id }: { id: number }) {
  const { data, error, refetch } = useQuery(userQuery(id));
  if (error instanceof ApiFailure && error.status === 404) {
    return (
      <Page title="No such user">
        <EmptyState
          icon={<UserX aria-hidden="true" />}
          title="There is no user of this number"
          action={<LinkButton href="/admin/users/">All users</LinkButton>}
        />
      </Page>
    );
  }
  if (error && !data) {
    return (
      <Page title="User">
        <ErrorState text={failureText(error)} onRetry={() => void refetch()} />
      </Page>
    );
  }
  if (!data) {
    return (
      <Page title={<Skeleton className="h-7 w-48" />}>
        <Skeleton className="mb-6 h-80" />
        <Skeleton className="h-48" />
      </Page>
    );
  }
  return <KnownUser user={data.value} etag={data.etag} />;
}

function KnownUser({ user, etag }: { user: UserDetails; etag: string | undefined }) {
  const viewer = useViewer();
  const { disable, restore } = useAccountStatus();
  const own = user.id === viewer.userId;
  return (
    <Page
      title={nameOf(user)}
      intro={
        <span className="flex flex-wrap items-center gap-x-4 gap-y-1 text-[13px]">
          <StatusBadge status={user.status} />
          <span>{user.username}</span>
          <span>Signs in by: {AUTH_NAMES[user.auth_type]}</span>
          <span>
            Last seen: {user.last_seen === null ? 'never' : <Time value={user.last_seen} form="ago" />}
          </span>
          <span>
            Made: <Time value={user.created} form="date" />
          </span>
          {own ? <Badge tone="accent">This is you</Badge> : null}
        </span>
      }
      actions={
        <>
          <LinkButton href={explainPage(user.id)}>
            <ScanSearch aria-hidden="true" />
            What this person may see
          </LinkButton>
          {user.status === 1 ? (
            <Button unavailable={whyNotDisable(user)} onClick={() => void disable(user)}>
              <Ban aria-hidden="true" />
              Disable
            </Button>
          ) : (
            <Button
              unavailable={user.outranks ? whyNotDisable(user) : undefined}
              onClick={() => void restore(user)}
            >
              <RotateCcw aria-hidden="true" />
              Restore
            </Button>
          )}
        </>
      }
    >
      <UserDetailsForm key={etag} user={user} etag={etag} own={own} />
      <UserPasswordForm user={user} own={own} />
      <UserGroups user={user} own={own} />
      <Section title="Permissions" intro="What all groups together allow, beside folders.">
        {user.permissions.length === 0 ? (
          <p className="text-muted">None beside what the groups may do in folders.</p>
        ) : (
          <ul className="flex flex-wrap gap-2">
            {FLAG_WORDS.filter(({ flag }) => user.permissions.includes(flag)).map(({ flag, name }) => (
              <li key={flag}>
                <Badge>{name}</Badge>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <UserAccess user={user} />
    </Page>
  );
}
