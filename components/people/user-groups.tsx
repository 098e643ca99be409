'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import Link from 'next/link';
import { api } from '../client/api.ts';
import { readRefusal } from '../client/refusal.ts';
import { useViewer } from '../client/viewer.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { useConfirm } from '../ui/confirm.tsx';
import { Menu, MenuAction } from '../ui/menu.tsx';
import { Section } from '../ui/page.tsx';
import { useToast } from '../ui/toast.tsx';
import { grantsText, whyNotGive } from './group-choice.tsx';
import { type Group, groupPage, PUBLIC_GROUP, type UserDetails } from './people.ts';
import { groupsQuery, PEOPLE_KEY } from './queries.ts';

/** The groups that somebody is in, to put in and take out at once. */
export function UserGroups({ user, own }: { user: UserDetails; own: boolean }) {
  const viewer = useViewer();
  const client = useQueryClient();
  const confirm = useConfirm();
  const toast = useToast();
  const { data: groups = [] } = useQuery(groupsQuery);
  const inside = new Set(user.groups.map(({ id }) => id));
  const others = groups.filter(({ id }) => !inside.has(id) && id !== PUBLIC_GROUP);

  async function change(group: Group, how: 'add' | 'remove', undo = true): Promise<void> {
    try {
      await api.put(`/admin/groups/${group.id}/members/`, { [how]: [user.id] });
      toast.done({
        text: how === 'add' ? `${user.username} is in ${group.name}` : `${user.username} left ${group.name}`,
        ...(undo
          ? {
              action: {
                label: 'Undo',
                run: () => void change(group, how === 'add' ? 'remove' : 'add', false),
              },
            }
          : {}),
      });
    } catch (error) {
      toast.failed({ text: `${group.name} is as before`, detail: readRefusal(error).text });
    }
    await client.invalidateQueries({ queryKey: PEOPLE_KEY });
  }

  async function remove(group: Group): Promise<void> {
    const grants = grantsText(group);
    if (own && grants !== '') {
      const sure = await confirm({
        title: `Leave ${group.name} yourself?`,
        text: `You may lose: ${grants}. You cannot put yourself back without them.`,
        action: 'Leave the group',
        danger: true,
      });
      if (!sure) return;
    }
    await change(group, 'remove');
  }

  return (
    <Section
      title="Groups"
      intro="Changes count at once."
      actions={
        <Menu
          align="end"
          trigger={
            <Button
              size="small"
              unavailable={others.length === 0 ? 'There are no further groups' : undefined}
            >
              Add to a group
            </Button>
          }
        >
          {others.map((group) => (
            <MenuAction
              key={group.id}
              unavailable={whyNotGive(group, viewer.flags)}
              onSelect={() => void change(group, 'add')}
            >
              {group.name}
            </MenuAction>
          ))}
        </Menu>
      }
    >
      {user.groups.length === 0 ? (
        <p className="text-muted">In no group: only what Public may see is open to this person.</p>
      ) : (
        <ul className="divide-y divide-border">
          {user.groups.map((group) => (
            <li key={group.id} className="flex min-h-11 items-center gap-3 py-1">
              <div className="min-w-0 flex-1">
                <Link
                  prefetch={false}
                  href={groupPage(group.id)}
                  className="rounded-control font-medium underline-offset-4 hover:underline"
                >
                  {group.name}
                </Link>
                <p className="text-[13px] text-muted">{grantsText(group) || group.description}</p>
              </div>
              <IconButton label={`Take out of ${group.name}`} size="small" onClick={() => void remove(group)}>
                <X aria-hidden="true" />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
