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
import { Section } from '../ui/page.tsx';
import { useToast } from '../ui/toast.tsx';
import { PasswordChoice } from './password-choice.tsx';
import { AUTH_NAMES, type UserDetails } from './people.ts';
import { PEOPLE_KEY } from './queries.ts';
import { errorOf } from './user-fields.tsx';

/** A new password for somebody, or the wish that they choose one. */
export function UserPasswordForm({ user, own }: { user: UserDetails; own: boolean }) {
  const reason = whyNot(user);
  return (
    <Section title="Password">
      {own ? (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="text-muted">Your own password is changed with the present one.</p>
          <LinkButton href="/account/password/">Change my password</LinkButton>
        </div>
      ) : reason === undefined ? (
        <OpenForm user={user} />
      ) : (
        <p className="text-muted">{reason}</p>
      )}
    </Section>
  );
}

function whyNot(user: UserDetails): string | undefined {
  if (user.auth_type !== 1) {
    return `The password is kept elsewhere (${AUTH_NAMES[user.auth_type]}) and is changed there.`;
  }
  return user.outranks
    ? 'This account holds permissions that you do not hold, so that you cannot set its password.'
    : undefined;
}

function OpenForm({ user }: { user: UserDetails }) {
  const client = useQueryClient();
  const toast = useToast();
  const [password, setPassword] = useState('');
  const [mustChange, setMustChange] = useState(true);
  const [made, setMade] = useState<string>();
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: (changes: { password?: string; must_change_password: boolean }) =>
      api.put(`/admin/users/${user.id}/`, changes),
    onSuccess: async (_, changes) => {
      setMade(changes.password);
      setPassword('');
      toast.done(
        changes.password === undefined
          ? {
              text: changes.must_change_password
                ? `${user.username} must choose a new password`
                : `${user.username} keeps the password`,
            }
          : {
              text: `${user.username} has a new password`,
              detail: 'All sessions of the account have ended.',
            },
      );
      await client.invalidateQueries({ queryKey: PEOPLE_KEY });
    },
  });
  const refusal = error ? readRefusal(error) : undefined;
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        mutate({ password, must_change_password: mustChange });
      }}
    >
      {user.must_change_password ? (
        <div className="flex flex-wrap items-center justify-between gap-3 rounded-control border border-warning p-3">
          <p>Must choose a new password at the next page or sign-in.</p>
          <Button size="small" onClick={() => mutate({ must_change_password: false })}>
            Waive
          </Button>
        </div>
      ) : (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="text-muted">May keep the password that it has.</p>
          <Button size="small" onClick={() => mutate({ must_change_password: true })}>
            Ask for a new one
          </Button>
        </div>
      )}
      {made === undefined ? null : (
        <div className="flex flex-wrap items-center gap-3 rounded-control border border-success p-3">
          <p className="text-[13px]">The new password, shown this once:</p>
          <code className="font-mono break-all">{made}</code>
          <CopyButton text={made} label="Copy password" />
        </div>
      )}
      <PasswordChoice
        label="New password"
        value={password}
        onChange={(next) => {
          setPassword(next);
          reset();
        }}
        error={errorOf(refusal, 'password')}
      />
      <Checkbox checked={mustChange} onChange={setMustChange}>
        Must choose a new password at the next sign-in
      </Checkbox>
      {errorOf(refusal, 'password') === undefined ? (
        <FormNotice
          refusal={refusal}
          onReload={() => void client.invalidateQueries({ queryKey: PEOPLE_KEY })}
        />
      ) : null}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" disabled={password === '' || isPending}>
          Set password
        </Button>
        <p className="text-[13px] text-muted">
          Ends all sessions of the account, and its tokens of the token endpoint.
        </p>
      </div>
    </form>
  );
}
