'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { failureText } from '../client/api.ts';
import { useViewer } from '../client/viewer.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { BOX } from '../ui/field.tsx';
import { ErrorState, Skeleton } from '../ui/states.tsx';
import { FLAG_WORDS, flagName } from './flag-words.ts';
import { type Group, NORMAL_USERS, PUBLIC_GROUP } from './people.ts';
import { groupsQuery } from './queries.ts';

/** So many groups are shown without a search. */
const FEW = 8;

/** Why somebody may not put people into a group, or undefined when they may. */
export function whyNotGive(group: Group, flags: readonly string[]): string | undefined {
  const { admin_permissions, admin_all } = group.permissions;
  const missing = [
    ...(admin_permissions && !flags.includes('admin_permissions') ? ['admin_permissions'] : []),
    ...(admin_all && !flags.includes('admin_all') ? ['admin_all'] : []),
  ];
  if (missing.length === 0) return undefined;
  return `Grants “${missing.map(flagName).join('” and “')}”, which you do not hold`;
}

/** What a group grants beside folders, in words. */
export function grantsText(group: Group): string {
  const names = FLAG_WORDS.filter(({ flag }) => group.permissions[flag]).map(({ name }) => name);
  return names.join(', ');
}

/** Groups to tick for a new person; those that everybody is in are left out. */
export function GroupChoice({
  chosen,
  onChange,
}: {
  chosen: readonly number[];
  onChange: (groups: readonly number[]) => void;
}) {
  const { flags } = useViewer();
  const [text, setText] = useState('');
  const { data, error, refetch } = useQuery(groupsQuery);
  if (error) return <ErrorState text={failureText(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-32" />;
  const offered = data.filter(({ id }) => id !== PUBLIC_GROUP && id !== NORMAL_USERS);
  const wanted = text.trim().toLowerCase();
  const found = offered.filter(({ id, name }) => chosen.includes(id) || name.toLowerCase().includes(wanted));
  if (offered.length === 0) return <p className="text-muted">There are no further groups yet.</p>;
  return (
    <div className="flex flex-col gap-2">
      {offered.length > FEW ? (
        <input
          type="search"
          aria-label="Search for groups"
          placeholder="Search for groups"
          value={text}
          onChange={(event) => setText(event.target.value)}
          className={`${BOX} max-w-80`}
        />
      ) : null}
      <ul className="max-h-72 overflow-y-auto">
        {found.map((group) => {
          const missing = whyNotGive(group, flags);
          return (
            <li key={group.id} className="py-1">
              <Checkbox
                checked={chosen.includes(group.id)}
                disabled={missing !== undefined}
                onChange={(on) =>
                  onChange(on ? [...chosen, group.id] : chosen.filter((each) => each !== group.id))
                }
              >
                {group.name}
                <span className="block text-[13px] text-muted">
                  {missing ?? (grantsText(group) || group.description)}
                </span>
              </Checkbox>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
