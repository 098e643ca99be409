'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Search, UserPlus, Users } from 'lucide-react';
import { useState } from 'react';
import { countOf } from '#lib/format/numbers.ts';
import { failureText } from '../client/api.ts';
import { useUrlState } from '../client/use-url-state.ts';
import { Button } from '../ui/button.tsx';
import { BOX } from '../ui/field.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Page } from '../ui/page.tsx';
import { Select } from '../ui/select.tsx';
import { EmptyState, ErrorState, LiveText, Skeleton } from '../ui/states.tsx';
import { groupsQuery, peopleQuery } from './queries.ts';
import { UsersTable } from './users-table.tsx';

const PAGE = 50;

const STATUSES = [
  { value: 'active', label: 'Active' },
  { value: 'disabled', label: 'Disabled' },
  { value: 'all', label: 'Active and disabled' },
] as const;
type Status = (typeof STATUSES)[number]['value'];
const STATUS_VALUES: Readonly<Record<Status, number | undefined>> = {
  active: 1,
  disabled: 0,
  all: undefined,
};

/** All accounts: searched, filtered and sorted by the server, a page at a time. */
export function UsersScreen() {
  const { values, change } = useUrlState();
  const [typed, setTyped] = useState(values.get('q') ?? '');
  const status = STATUSES.find(({ value }) => value === values.get('status'))?.value ?? 'active';
  const sort = values.get('sort') ?? 'username';
  const group = Number(values.get('group') ?? 0);
  const start = Math.max(0, Math.floor(Number(values.get('start') ?? 0)) || 0);
  const { data, error, isPending, refetch } = useQuery({
    ...peopleQuery({
      q: values.get('q') ?? undefined,
      status: STATUS_VALUES[status],
      group: group > 0 ? group : undefined,
      sort,
      start,
      limit: PAGE,
    }),
    placeholderData: keepPreviousData,
  });
  const groups = useQuery(groupsQuery);
  const filtered = typed !== '' || status !== 'active' || group > 0;
  const clear = () => {
    setTyped('');
    change({ q: undefined, status: undefined, group: undefined, start: undefined });
  };
  return (
    <Page
      wide
      title="Users"
      intro="Everybody who may sign in. What they may do follows from their groups."
      actions={
        <LinkButton look="primary" href="/admin/users/0/">
          <UserPlus aria-hidden="true" />
          New user
        </LinkButton>
      }
    >
      <search className="mb-4 flex flex-wrap items-center gap-2">
        <div className="relative min-w-0 flex-1 basis-60 sm:max-w-80">
          <Search
            aria-hidden="true"
            className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted"
          />
          <input
            type="search"
            aria-label="Search for people"
            placeholder="Name, user name or e-mail"
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
              change({ q: event.target.value.trim(), start: undefined });
            }}
            className={`${BOX} pl-8`}
          />
        </div>
        <div className="w-48">
          <Select
            label="Status"
            value={status}
            choices={STATUSES}
            onChange={(next) => change({ status: next === 'active' ? undefined : next, start: undefined })}
          />
        </div>
        <div className="w-56">
          <Select
            label="Group"
            value={String(group)}
            choices={[
              { value: '0', label: 'Any group' },
              ...(groups.data ?? [])
                .filter(({ id }) => id !== 1)
                .map(({ id, name }) => ({ value: String(id), label: name })),
            ]}
            onChange={(next) => change({ group: next === '0' ? undefined : next, start: undefined })}
          />
        </div>
        <p className="ml-auto text-[13px] text-muted tabular-nums">
          {data ? countOf(data.total, 'account') : null}
        </p>
      </search>
      <LiveText>{data ? countOf(data.total, 'account') : ''}</LiveText>
      {error ? (
        <ErrorState text={failureText(error)} onRetry={() => void refetch()} />
      ) : isPending ? (
        <Skeleton className="h-96" />
      ) : data.people.length === 0 ? (
        <EmptyState
          icon={<Users aria-hidden="true" />}
          title="Nobody is found"
          action={filtered ? <Button onClick={clear}>Show all active accounts</Button> : undefined}
        >
          {filtered ? 'No account matches the search and filters.' : 'There is no account on this page.'}
        </EmptyState>
      ) : (
        <>
          <UsersTable
            people={data.people}
            sort={sort}
            onSort={(next) => change({ sort: next === 'username' ? undefined : next, start: undefined })}
          />
          <Pager total={data.total} start={start} onStart={(next) => change({ start: next }, 'push')} />
        </>
      )}
    </Page>
  );
}

function Pager({
  total,
  start,
  onStart,
}: {
  total: number;
  start: number;
  onStart: (start: string | undefined) => void;
}) {
  if (total <= PAGE) return null;
  const go = (next: number) => onStart(next <= 0 ? undefined : String(next));
  return (
    <nav aria-label="Pages" className="mt-4 flex items-center justify-end gap-2 text-[13px]">
      <span className="mr-2 text-muted tabular-nums">
        {start + 1} to {Math.min(start + PAGE, total)} of {total}
      </span>
      <Button size="small" disabled={start === 0} onClick={() => go(start - PAGE)}>
        Previous
      </Button>
      <Button size="small" disabled={start + PAGE >= total} onClick={() => go(start + PAGE)}>
        Next
      </Button>
    </nav>
  );
}
