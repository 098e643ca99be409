'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { api } from '../client/api.ts';
import { type Refusal, readRefusal } from '../client/refusal.ts';
import type { Flag } from '../client/viewer.tsx';
import { Button } from '../ui/button.tsx';
import { Field, Input, TextArea } from '../ui/field.tsx';
import { FormNotice } from '../ui/form-notice.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Page, Section } from '../ui/page.tsx';
import { useToast } from '../ui/toast.tsx';
import { FLAG_WORDS } from './flag-words.ts';
import { GroupFlags } from './group-flags.tsx';
import { type Group, groupPage, PUBLIC_GROUP } from './people.ts';
import { PEOPLE_KEY } from './queries.ts';

const FLAGS = FLAG_WORDS.map(({ flag }) => flag);

const flagsOf = (group: Group): ReadonlySet<Flag> => new Set(FLAGS.filter((flag) => group.permissions[flag]));

const flagFields = (set: ReadonlySet<Flag>, before: ReadonlySet<Flag>) =>
  Object.fromEntries(
    FLAGS.filter((flag) => set.has(flag) !== before.has(flag)).map((flag) => [
      `access_${flag}`,
      set.has(flag),
    ]),
  );

function nameError(refusal: Refusal | undefined): string | undefined {
  if (!refusal) return undefined;
  return refusal.fields.includes('name') || /already exists/.test(refusal.text) ? refusal.text : undefined;
}

/** Name, description and permissions of a group. Mounted anew for each version of it. */
export function GroupForm({ group, etag }: { group: Group; etag: string | undefined }) {
  const client = useQueryClient();
  const toast = useToast();
  const [name, setName] = useState(group.name);
  const [description, setDescription] = useState(group.description);
  const before = flagsOf(group);
  const [flags, setFlags] = useState(before);
  const reload = () => client.invalidateQueries({ queryKey: PEOPLE_KEY });
  const changes = {
    ...(name === group.name ? {} : { name }),
    ...(description === group.description ? {} : { description }),
    ...flagFields(flags, before),
  };
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: () => api.call('PUT', `/admin/groups/${group.id}/`, { body: changes, ifMatch: etag }),
    onSuccess: async () => {
      toast.done({ text: `${name} is saved` });
      await reload();
    },
  });
  const refusal = error ? readRefusal(error) : undefined;
  const changed = Object.keys(changes).length > 0;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        mutate();
      }}
    >
      <Section title="Details">
        <div className="flex flex-col gap-4">
          <NameFields
            name={name}
            onName={setName}
            description={description}
            onDescription={setDescription}
            error={nameError(refusal)}
            locked={group.group_type === 2 ? undefined : 'The name of a built-in group stays as it is.'}
          />
          {group.id === PUBLIC_GROUP ? (
            <p className="text-[13px] text-muted">
              Public grants no permissions beside folders: they would count for nobody.
            </p>
          ) : (
            <GroupFlags set={flags} before={before} onChange={setFlags} />
          )}
          {nameError(refusal) === undefined ? (
            <FormNotice
              refusal={refusal}
              onReload={() => {
                reset();
                void reload();
              }}
            />
          ) : null}
          <div className="flex flex-wrap gap-2">
            <Button type="submit" look="primary" disabled={!changed || isPending}>
              {isPending ? 'Saving…' : 'Save group'}
            </Button>
            {changed ? (
              <Button
                onClick={() => {
                  setName(group.name);
                  setDescription(group.description);
                  setFlags(before);
                  reset();
                }}
              >
                Discard
              </Button>
            ) : null}
          </div>
        </div>
      </Section>
    </form>
  );
}

/** Makes a group; its members are put in on the page that follows. */
export function NewGroupScreen() {
  const client = useQueryClient();
  const router = useRouter();
  const toast = useToast();
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [flags, setFlags] = useState<ReadonlySet<Flag>>(new Set());
  const { mutate, isPending, error } = useMutation({
    mutationFn: () =>
      api.post<{ id: number }>('/admin/groups/', {
        name,
        description,
        group_type: 2,
        ...flagFields(flags, new Set()),
      }),
    onSuccess: async ({ id }) => {
      toast.done({ text: `The group ${name} is made`, detail: 'Now put people into it.' });
      router.push(groupPage(id));
      await client.invalidateQueries({ queryKey: PEOPLE_KEY });
    },
  });
  const refusal = error ? readRefusal(error) : undefined;
  return (
    <Page title="New group" intro="People are put in afterwards, and levels on folders given on their page.">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          mutate();
        }}
      >
        <Section title="Details">
          <div className="flex flex-col gap-4">
            <NameFields
              name={name}
              onName={setName}
              description={description}
              onDescription={setDescription}
              error={nameError(refusal)}
            />
            <GroupFlags set={flags} before={new Set()} onChange={setFlags} />
          </div>
        </Section>
        <div className="flex flex-col gap-3">
          {nameError(refusal) === undefined ? (
            <FormNotice refusal={refusal} onReload={() => location.reload()} />
          ) : null}
          <div className="flex gap-2">
            <Button type="submit" look="primary" disabled={isPending}>
              {isPending ? 'Creating…' : 'Create group'}
            </Button>
            <LinkButton href="/admin/groups/">Cancel</LinkButton>
          </div>
        </div>
      </form>
    </Page>
  );
}

function NameFields({
  name,
  onName,
  description,
  onDescription,
  error,
  locked,
}: {
  name: string;
  onName: (name: string) => void;
  description: string;
  onDescription: (description: string) => void;
  error: string | undefined;
  locked?: string | undefined;
}) {
  return (
    <>
      <Field label="Name" error={error} hint={locked}>
        <Input
          value={name}
          maxLength={120}
          autoComplete="off"
          disabled={locked !== undefined}
          onValueChange={onName}
        />
      </Field>
      <Field label="Description">
        <TextArea
          value={description}
          maxLength={5120}
          onChange={(event) => onDescription(event.currentTarget.value)}
        />
      </Field>
    </>
  );
}
