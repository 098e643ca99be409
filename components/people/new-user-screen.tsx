'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../client/api.ts';
import { readRefusal } from '../client/refusal.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { FormNotice } from '../ui/form-notice.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Page, Section } from '../ui/page.tsx';
import { GroupChoice } from './group-choice.tsx';
import { PasswordChoice } from './password-choice.tsx';
import { userPage } from './people.ts';
import { PEOPLE_KEY } from './queries.ts';
import { errorOf, isShownAt, type UserText, UserTextFields } from './user-fields.tsx';

const NOTHING: UserText = { username: '', first_name: '', last_name: '', email: '' };
const FIELDS = ['username', 'first_name', 'last_name', 'email', 'password'] as const;

type Made = { id: number; username: string; password: string; mustChange: boolean };

/** Makes an account with a password, groups and all. */
export function NewUserScreen() {
  const client = useQueryClient();
  const [text, setText] = useState(NOTHING);
  const [password, setPassword] = useState('');
  const [mustChange, setMustChange] = useState(true);
  const [allowApi, setAllowApi] = useState(false);
  const [groups, setGroups] = useState<readonly number[]>([]);
  const [made, setMade] = useState<Made>();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () =>
      api.post<{ id: number; username: string }>('/admin/users/', {
        ...text,
        password,
        auth_type: 1,
        allow_api: allowApi,
        must_change_password: mustChange,
        groups,
      }),
    onSuccess: async ({ id, username }) => {
      setMade({ id, username, password, mustChange });
      setText(NOTHING);
      setPassword('');
      setGroups([]);
      await client.invalidateQueries({ queryKey: PEOPLE_KEY });
    },
  });
  const refusal = error ? readRefusal(error) : undefined;
  if (made) return <MadeScreen made={made} onAnother={() => setMade(undefined)} />;
  return (
    <Page title="New user" intro="The account works at once. Everybody belongs to the group Normal users.">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          mutate();
        }}
      >
        <Section title="Person">
          <UserTextFields value={text} onChange={setText} refusal={refusal} />
        </Section>
        <Section title="Sign-in">
          <div className="flex flex-col gap-4">
            <PasswordChoice
              label="Password"
              value={password}
              onChange={setPassword}
              error={errorOf(refusal, 'password')}
            />
            <Checkbox checked={mustChange} onChange={setMustChange}>
              Must choose a new password at the first sign-in
            </Checkbox>
            <Checkbox checked={allowApi} onChange={setAllowApi}>
              May use the API with tokens of the token endpoint
            </Checkbox>
          </div>
        </Section>
        <Section title="Groups" intro="What this person may do follows from them.">
          <GroupChoice chosen={groups} onChange={setGroups} />
        </Section>
        <div className="flex flex-col gap-3">
          {isShownAt(refusal, FIELDS) ? null : (
            <FormNotice refusal={refusal} onReload={() => location.reload()} />
          )}
          <div className="flex gap-2">
            <Button type="submit" look="primary" disabled={isPending}>
              {isPending ? 'Creating…' : 'Create user'}
            </Button>
            <LinkButton href="/admin/users/">Cancel</LinkButton>
          </div>
        </div>
      </form>
    </Page>
  );
}

function MadeScreen({ made, onAnother }: { made: Made; onAnother: () => void }) {
  return (
    <Page title={`${made.username} may sign in`}>
      <Section title="The password" intro="It is shown here this once; afterwards it can only be replaced.">
        <div className="flex flex-wrap items-center gap-3">
          <code className="rounded-control border border-border bg-canvas px-3 py-2 font-mono text-base break-all">
            {made.password}
          </code>
          <CopyButton text={made.password} label="Copy password" />
        </div>
        <p className="mt-3 text-[13px] text-muted">
          {made.mustChange
            ? `Give it to ${made.username} on a safe way. The first sign-in asks for another one.`
            : `Give it to ${made.username} on a safe way.`}
        </p>
      </Section>
      <div className="flex flex-wrap gap-2">
        <LinkButton look="primary" href={userPage(made.id)}>
          Open the account
        </LinkButton>
        <Button onClick={onAnother}>Create another user</Button>
        <LinkButton href="/admin/users/">All users</LinkButton>
      </div>
    </Page>
  );
}
