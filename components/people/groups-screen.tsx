'use client';

import { useQuery } from '@tanstack/react-query';
import { Search, UsersRound } from 'lucide-react';
import Link from 'next/link';
import { failureText } from '../client/api.ts';
import { useUrlState } from '../client/use-url-state.ts';
import { useViewer } from '../client/viewer.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { type DataColumn, DataTable } from '../ui/data-table.tsx';
import { BOX } from '../ui/field.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Page } from '../ui/page.tsx';
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx';
import { grantsText } from './group-choice.tsx';
import { whyNotMakeGroups } from './group-rights.ts';
import { type CountedGroup, groupPage, PUBLIC_GROUP } from './people.ts';
import { groupsQuery } from './queries.ts';

const TYPES: Readonly<Record<number, string>> = { 1: 'Built in', 3: 'Directory' };

const COLUMNS: ReadonlyArray<DataColumn<CountedGroup>> = [
  {
    id: 'name',
    heading: 'Name',
    sortBy: ({ name }) => name,
    cell: (group) => (
      <>
        <Link
          prefetch={false}
          href={groupPage(group.id)}
          className="rounded-control font-medium underline-offset-4 hover:underline"
        >
          {group.name}
        </Link>
        {TYPES[group.group_type] === undefined ? null : (
          <Badge className="ml-2">{TYPES[group.group_type]}</Badge>
        )}
      </>
    ),
  },
  {
    id: 'description',
    heading: 'Description',
    cell: ({ description }) => <span className="line-clamp-2 text-muted">{description}</span>,
  },
  {
    id: 'members',
    heading: 'People',
    sortBy: ({ members }) => members,
    className: 'tabular-nums',
    cell: ({ id, members }) =>
      id === PUBLIC_GROUP ? <span className="text-muted">everybody</span> : members,
  },
  {
    id: 'folders',
    heading: 'Folders',
    sortBy: ({ folders }) => folders,
    className: 'tabular-nums',
    cell: ({ folders }) => folders,
  },
  {
    id: 'grants',
    heading: 'Permissions',
    cell: (group) => <span className="block min-w-64 text-muted">{grantsText(group) || 'Folders only'}</span>,
  },
];

/** All groups with how many people and folders they concern. */
export function GroupsScreen() {
  const { flags } = useViewer();
  const { values, change } = useUrlState();
  const { data, error, refetch } = useQuery(groupsQuery);
  const wanted = (values.get('q') ?? '').toLowerCase();
  const found = data?.filter(
    ({ name, description }) =>
      name.toLowerCase().includes(wanted) || description.toLowerCase().includes(wanted),
  );
  const missing = whyNotMakeGroups(flags);
  return (
    <Page
      wide
      title="Groups"
      intro="Rights belong to groups, people to groups. Everybody has at least what Public has; new accounts join Normal users."
      actions={
        missing === undefined ? (
          <LinkButton look="primary" href="/admin/groups/0/">
            <UsersRound aria-hidden="true" />
            New group
          </LinkButton>
        ) : (
          <Button unavailable={missing}>
            <UsersRound aria-hidden="true" />
            New group
          </Button>
        )
      }
    >
      <search className="relative mb-4 block max-w-80">
        <Search
          aria-hidden="true"
          className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted"
        />
        <input
          type="search"
          aria-label="Search for groups"
          placeholder="Name or description"
          defaultValue={values.get('q') ?? ''}
          onChange={(event) => change({ q: event.target.value.trim() })}
          className={`${BOX} pl-8`}
        />
      </search>
      {error ? (
        <ErrorState text={failureText(error)} onRetry={() => void refetch()} />
      ) : !found ? (
        <Skeleton className="h-64" />
      ) : found.length === 0 ? (
        <EmptyState icon={<UsersRound aria-hidden="true" />} title="No group is found">
          No name or description holds these letters.
        </EmptyState>
      ) : (
        <DataTable
          label="Groups"
          rows={found}
          columns={COLUMNS}
          rowKey={({ id }) => id}
          sort={values.get('sort') ?? 'name'}
          onSort={(sort) => change({ sort: sort === 'name' ? undefined : sort })}
        />
      )}
    </Page>
  );
}
