'use client';

import { useQueryClient } from '@tanstack/react-query';
import { UserMinus, UserPlus } from 'lucide-react';
import { countOf } from '#lib/format/numbers.ts';
import { api } from '../client/api.ts';
import { readRefusal } from '../client/refusal.ts';
import { useViewer } from '../client/viewer.tsx';
import { useConfirm } from '../ui/confirm.tsx';
import { Section } from '../ui/page.tsx';
import { useToast } from '../ui/toast.tsx';
import { grantsText, whyNotGive } from './group-choice.tsx';
import type { GroupDetails } from './people.ts';
import { PeoplePickList } from './people-pick-list.tsx';
import { PEOPLE_KEY } from './queries.ts';

/** Who is in a group and who is not, side by side; people go over one at a time or several at once. */
export function MemberLists({ group }: { group: GroupDetails }) {
  const viewer = useViewer();
  const client = useQueryClient();
  const confirm = useConfirm();
  const toast = useToast();

  async function change(how: 'add' | 'remove', ids: readonly number[], undo = true): Promise<boolean> {
    const back = how === 'add' ? 'remove' : 'add';
    try {
      await api.put(`/admin/groups/${group.id}/members/`, { [how]: ids });
      const people = countOf(ids.length, 'person', 'people');
      toast.done({
        text: how === 'add' ? `${people} put into ${group.name}` : `${people} taken out of ${group.name}`,
        ...(undo ? { action: { label: 'Undo', run: () => void change(back, ids, false) } } : {}),
      });
      return true;
    } catch (error) {
      toast.failed({ text: 'The members are as before', detail: readRefusal(error).text });
      return false;
    } finally {
      await client.invalidateQueries({ queryKey: PEOPLE_KEY });
    }
  }

  async function remove(ids: readonly number[]): Promise<boolean> {
    const grants = grantsText(group);
    if (ids.includes(viewer.userId) && grants !== '') {
      const sure = await confirm({
        title: `Leave ${group.name} yourself?`,
        text: `You may lose: ${grants}. You cannot put yourself back without them.`,
        action: 'Leave the group',
        danger: true,
      });
      if (!sure) return false;
    }
    return change('remove', ids);
  }

  return (
    <Section title="Members" intro="Changes count at once.">
      <div className="grid gap-4 md:grid-cols-2">
        <PeoplePickList
          title="In the group"
          query={{ group: group.id }}
          verb="Remove"
          icon={<UserMinus aria-hidden="true" />}
          empty="Nobody is in this group."
          onMove={remove}
        />
        <PeoplePickList
          title="Not in the group"
          query={{ not_group: group.id, status: 1 }}
          verb="Add"
          icon={<UserPlus aria-hidden="true" />}
          empty="All active people are in this group."
          unavailable={whyNotGive(group, viewer.flags)}
          onMove={(ids) => change('add', ids)}
        />
      </div>
    </Section>
  );
}
