'use client';

import { Ban, Ellipsis, Pencil, RotateCcw, ScanSearch } from 'lucide-react';
import Link from 'next/link';
import { useViewer } from '../client/viewer.tsx';
import { Badge } from '../ui/badge.tsx';
import { IconButton } from '../ui/button.tsx';
import { Menu, MenuAction, MenuLine, MenuLink } from '../ui/menu.tsx';
import { Cell, HeadCell, Row, Table } from '../ui/table.tsx';
import { Time } from '../ui/time.tsx';
import { AUTH_NAMES, explainPage, type ListedUser, NORMAL_USERS, userPage } from './people.ts';
import { SortHeading } from './sort-heading.tsx';
import { StatusBadge } from './status-badge.tsx';
import { useAccountStatus, whyNotDisable } from './use-account-status.ts';

/** Groups of a person that are named; the others are counted. */
const MOST_GROUPS = 3;

/** Accounts with what an administrator looks for at a glance. */
export function UsersTable({
  people,
  sort,
  onSort,
}: {
  people: readonly ListedUser[];
  sort: string;
  onSort: (sort: string) => void;
}) {
  return (
    <Table label="Users">
      <thead>
        <tr>
          <SortHeading name="username" heading="User name" sort={sort} onSort={onSort} />
          <HeadCell>Status</HeadCell>
          <SortHeading name="name" heading="Name" sort={sort} onSort={onSort} />
          <SortHeading name="email" heading="E-mail" sort={sort} onSort={onSort} className="max-lg:hidden" />
          <HeadCell className="max-lg:hidden">Sign-in</HeadCell>
          <HeadCell>Groups</HeadCell>
          <HeadCell className="max-lg:hidden">API</HeadCell>
          <SortHeading name="last_seen" heading="Last seen" sort={sort} onSort={onSort} />
          <HeadCell className="w-12">
            <span className="sr-only">Actions</span>
          </HeadCell>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <PersonRow key={person.id} person={person} />
        ))}
      </tbody>
    </Table>
  );
}

function PersonRow({ person }: { person: ListedUser }) {
  const viewer = useViewer();
  const { disable, restore } = useAccountStatus();
  return (
    <Row>
      <Cell>
        <Link
          prefetch={false}
          href={userPage(person.id)}
          className="rounded-control font-medium underline-offset-4 hover:underline"
        >
          {person.username}
        </Link>
        {person.id === viewer.userId ? <span className="ml-2 text-xs text-muted">you</span> : null}
      </Cell>
      <Cell>
        <StatusBadge status={person.status} />
      </Cell>
      <Cell>{`${person.first_name} ${person.last_name}`.trim()}</Cell>
      <Cell className="text-muted max-lg:hidden">{person.email}</Cell>
      <Cell className="whitespace-nowrap text-muted max-lg:hidden">
        {AUTH_NAMES[person.auth_type]}
        {person.must_change_password ? (
          <span className="block text-xs text-warning">must choose a new one</span>
        ) : null}
      </Cell>
      <Cell>
        <GroupNames groups={person.groups} />
      </Cell>
      <Cell className="text-muted max-lg:hidden">{person.allow_api ? 'Yes' : 'No'}</Cell>
      <Cell className="text-muted">
        {person.last_seen === null ? 'Never' : <Time value={person.last_seen} form="ago" />}
      </Cell>
      <Cell>
        <Menu
          align="end"
          trigger={
            <IconButton label={`Actions for ${person.username}`} size="small">
              <Ellipsis aria-hidden="true" />
            </IconButton>
          }
        >
          <MenuLink href={userPage(person.id)} icon={<Pencil aria-hidden="true" />}>
            Edit
          </MenuLink>
          <MenuLink href={explainPage(person.id)} icon={<ScanSearch aria-hidden="true" />}>
            What this person may see
          </MenuLink>
          <MenuLine />
          {person.status === 1 ? (
            <MenuAction
              danger
              icon={<Ban aria-hidden="true" />}
              unavailable={whyNotDisable(person)}
              onSelect={() => void disable(person)}
            >
              Disable
            </MenuAction>
          ) : (
            <MenuAction icon={<RotateCcw aria-hidden="true" />} onSelect={() => void restore(person)}>
              Restore
            </MenuAction>
          )}
        </Menu>
      </Cell>
    </Row>
  );
}

function GroupNames({ groups }: { groups: ListedUser['groups'] }) {
  const special = groups.filter(({ id }) => id !== NORMAL_USERS);
  const shown = special.length > 0 ? special : groups;
  if (shown.length === 0) return <span className="text-muted">None</span>;
  return (
    <span className="flex flex-wrap gap-1">
      {shown.slice(0, MOST_GROUPS).map((group) => (
        <Badge key={group.id}>{group.name}</Badge>
      ))}
      {shown.length > MOST_GROUPS ? <Badge>{`+${shown.length - MOST_GROUPS}`}</Badge> : null}
    </span>
  );
}
