'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2, UsersRound } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { countOf } from '#lib/format/numbers.ts';
import { ApiFailure, api, failureText } from '../client/api.ts';
import { permissionsPage } from '../client/places.ts';
import { readRefusal } from '../client/refusal.ts';
import { levelName } from '../client/rights.ts';
import { useViewer } from '../client/viewer.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { useConfirm } from '../ui/confirm.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Page, Section } from '../ui/page.tsx';
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { GroupForm } from './group-form.tsx';
import { whyNotMakeGroups } from './group-rights.ts';
import { MemberLists } from './member-lists.tsx';
import { type GroupDetails, PUBLIC_GROUP } from './people.ts';
import { groupQuery, PEOPLE_KEY } from './queries.ts';

/** One group: what it is, what it grants, who is in it, and the folders that it has rights on. */
export function GroupScreen({ id }: { id: number }) {
  const { data, error, refetch } = useQuery(groupQuery(id));
  if (error instanceof ApiFailure && error.status === 404) {
    return (
      <Page title="No such group">
        <EmptyState
          icon={<UsersRound aria-hidden="true" />}
          title="There is no group of this number"
          action={<LinkButton href="/admin/groups/">All groups</LinkButton>}
        />
      </Page>
    );
  }
  if (error && !data) {
    return (
      <Page title="Group">
        <ErrorState text={failureText(error)} onRetry={() => void refetch()} />
      </Page>
    );
  }
  if (!data) {
    return (
      <Page title={<Skeleton className="h-7 w-48" />}>
        <Skeleton className="mb-6 h-96" />
        <Skeleton className="h-80" />
      </Page>
    );
  }
  return <KnownGroup group={data.value} etag={data.etag} />;
}

function KnownGroup({ group, etag }: { group: GroupDetails; etag: string | undefined }) {
  const isPublic = group.id === PUBLIC_GROUP;
  return (
    <Page
      title={group.name}
      intro={
        <span className="flex flex-wrap items-center gap-x-4 gap-y-1 text-[13px]">
          {group.group_type === 1 ? <Badge>Built in</Badge> : null}
          <span>{isPublic ? 'Everybody, signed in or not' : countOf(group.members, 'person', 'people')}</span>
          <span>Own levels on {countOf(group.folders, 'folder')}</span>
        </span>
      }
      actions={<DeleteButton group={group} />}
    >
      <GroupForm key={etag} group={group} etag={etag} />
      {isPublic ? (
        <Section title="Members">
          <p className="text-muted">
            Public has no members: what it may do is open to everybody, whether signed in or not.
          </p>
        </Section>
      ) : (
        <MemberLists group={group} />
      )}
      <Section title="Folders" intro="Where this group has a level of its own. Below, folders inherit it.">
        {group.folder_permissions.length === 0 ? (
          <p className="text-muted">None. Give it a level on the page of folder permissions.</p>
        ) : (
          <ul className="divide-y divide-border">
            {group.folder_permissions.map(({ path, access }) => (
              <li key={path} className="flex min-h-10 flex-wrap items-center justify-between gap-x-4 py-1">
                <Link
                  prefetch={false}
                  href={permissionsPage(path)}
                  className="min-w-0 rounded-control font-mono text-[13px] break-all underline-offset-4 hover:underline"
                >
                  {path}
                </Link>
                <span className="text-muted">{levelName(access)}</span>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </Page>
  );
}

function DeleteButton({ group }: { group: GroupDetails }) {
  const { flags } = useViewer();
  const router = useRouter();
  const client = useQueryClient();
  const confirm = useConfirm();
  const toast = useToast();
  const unavailable =
    group.group_type === 2 ? whyNotMakeGroups(flags) : 'Groups that every installation has cannot be deleted';

  async function remove(): Promise<void> {
    const sure = await confirm({
      title: `Delete the group ${group.name}?`,
      text: `${countOf(group.members, 'person loses', 'people lose')} what it grants, and its levels on ${countOf(group.folders, 'folder')} go. The people themselves stay. This cannot be undone.`,
      action: 'Delete group',
      danger: true,
    });
    if (!sure) return;
    try {
      await api.delete(`/admin/groups/${group.id}/`);
    } catch (error) {
      toast.failed({ text: `${group.name} was not deleted`, detail: readRefusal(error).text });
      return;
    }
    toast.done({ text: `The group ${group.name} is deleted` });
    router.push('/admin/groups/');
    client.removeQueries({ queryKey: groupQuery(group.id).queryKey });
    await client.invalidateQueries({ queryKey: PEOPLE_KEY });
  }

  return (
    <Button unavailable={unavailable} onClick={() => void remove()}>
      <Trash2 aria-hidden="true" />
      Delete
    </Button>
  );
}
