'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../client/api.ts';
import { readRefusal } from '../client/refusal.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { FormNotice } from '../ui/form-notice.tsx';
import { Section } from '../ui/page.tsx';
import { useToast } from '../ui/toast.tsx';
import type { UserDetails } from './people.ts';
import { PEOPLE_KEY } from './queries.ts';
import { isShownAt, type UserText, UserTextFields } from './user-fields.tsx';

const FIELDS = ['username', 'first_name', 'last_name', 'email'] as const;
const LOCKED_BY_RANK = 'This account holds permissions that you do not hold.';

/** Names, address and API access of an account. Mounted anew for each version of it. */
export function UserDetailsForm({
  user,
  etag,
  own,
}: {
  user: UserDetails;
  etag: string | undefined;
  own: boolean;
}) {
  const client = useQueryClient();
  const toast = useToast();
  const saved: UserText = {
    username: user.username,
    first_name: user.first_name,
    last_name: user.last_name,
    email: user.email,
  };
  const [text, setText] = useState(saved);
  const [allowApi, setAllowApi] = useState(user.allow_api);
  const reload = () => client.invalidateQueries({ queryKey: PEOPLE_KEY });
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: () => {
      const changed = Object.fromEntries(
        FIELDS.flatMap((field) => (text[field] === saved[field] ? [] : [[field, text[field]]])),
      );
      return api.call('PUT', `/admin/users/${user.id}/`, {
        body: { ...changed, ...(allowApi === user.allow_api ? {} : { allow_api: allowApi }) },
        ifMatch: etag,
      });
    },
    onSuccess: async () => {
      toast.done({ text: `${text.username} is saved` });
      await reload();
    },
  });
  const refusal = error ? readRefusal(error) : undefined;
  const changed = allowApi !== user.allow_api || FIELDS.some((field) => text[field] !== saved[field]);
  const elsewhere =
    user.auth_type === 1 ? undefined : 'Comes from where this person signs in, and cannot be changed here.';
  const rank = user.outranks ? LOCKED_BY_RANK : undefined;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        mutate();
      }}
    >
      <Section title="Details">
        <div className="flex flex-col gap-4">
          <UserTextFields
            value={text}
            onChange={setText}
            refusal={refusal}
            locked={{ username: rank ?? elsewhere, email: rank }}
          />
          <Checkbox checked={allowApi} onChange={setAllowApi}>
            May use the API
            <span className="block text-[13px] text-muted">
              With user name and password at the token endpoint. Personal tokens work without it.
            </span>
          </Checkbox>
          {isShownAt(refusal, FIELDS) ? null : (
            <FormNotice
              refusal={refusal}
              onReload={() => {
                reset();
                void reload();
              }}
            />
          )}
          <div className="flex flex-wrap items-center gap-2">
            <Button type="submit" look="primary" disabled={!changed || isPending}>
              {isPending ? 'Saving…' : 'Save details'}
            </Button>
            {changed ? (
              <Button
                onClick={() => {
                  setText(saved);
                  setAllowApi(user.allow_api);
                  reset();
                }}
              >
                Discard
              </Button>
            ) : null}
            {own && text.username !== saved.username ? (
              <p className="text-[13px] text-warning">You sign in by the new user name from now on.</p>
            ) : null}
          </div>
        </div>
      </Section>
    </form>
  );
}
