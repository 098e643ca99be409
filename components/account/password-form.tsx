'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Lock } from 'lucide-react';
import { useForm } from 'react-hook-form';
import { ApiFailure, api, failureText } from '../client/api.ts';
import { Button } from '../ui/button.tsx';
import { Field, Input } from '../ui/field.tsx';
import { Section } from '../ui/page.tsx';
import { EmptyState } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { keptBy, type User } from './own-account.ts';
import { SESSIONS_KEY } from './sessions.tsx';

type Values = { current: string; next: string; again: string };

const EMPTY: Values = { current: '', next: '', again: '' };

/** Changes the own password, by the current one. */
export function PasswordForm({ user, providerName }: { user: User; providerName: string }) {
  const toast = useToast();
  const client = useQueryClient();
  const keeper = keptBy(user, providerName);
  const form = useForm<Values>({ defaultValues: EMPTY });
  const { errors } = form.formState;
  const save = useMutation({
    mutationFn: ({ current, next }: Values) =>
      api.post<null>('/account/password/', { current_password: current, new_password: next }),
    onSuccess: () => {
      form.reset(EMPTY);
      void client.invalidateQueries({ queryKey: SESSIONS_KEY });
      toast.done({ text: 'Your password is changed', detail: 'All your other sessions have ended.' });
    },
    onError: (error) => {
      if (error instanceof ApiFailure && error.status === 403) {
        form.setError('current', { message: 'The current password is wrong' }, { shouldFocus: true });
      } else toast.failed({ text: 'Your password was not changed', detail: failureText(error) });
    },
  });
  if (keeper !== undefined) {
    return (
      <EmptyState icon={<Lock aria-hidden="true" />} title="Your password is kept elsewhere">
        You sign in by {keeper}. Change your password there.
      </EmptyState>
    );
  }
  return (
    <Section title="Change your password" intro="All your other sessions end when you do">
      <form
        noValidate
        onSubmit={(event) => void form.handleSubmit((values) => save.mutate(values))(event)}
        className="grid max-w-sm gap-4"
      >
        {/* Tells password managers whose password it is. */}
        <input type="text" autoComplete="username" value={user.username} readOnly hidden />
        <Field label="Current password" error={errors.current?.message}>
          <Input
            {...form.register('current', { required: 'Enter your current password' })}
            type="password"
            autoComplete="current-password"
          />
        </Field>
        <Field
          label="New password"
          error={errors.next?.message}
          hint="8 to 120 characters. Several words are good."
        >
          <Input
            {...form.register('next', {
              minLength: { value: 8, message: 'At least 8 characters' },
              maxLength: { value: 120, message: 'At most 120 characters' },
              required: 'Enter a new password',
              validate: (value, { current }) => value !== current || 'Choose another one than the current',
            })}
            type="password"
            autoComplete="new-password"
          />
        </Field>
        <Field label="New password again" error={errors.again?.message}>
          <Input
            {...form.register('again', {
              validate: (value, { next }) => value === next || 'It is not repeated the same way',
            })}
            type="password"
            autoComplete="new-password"
          />
        </Field>
        <div>
          <Button type="submit" look="primary" disabled={save.isPending}>
            {save.isPending ? 'Changing…' : 'Change password'}
          </Button>
        </div>
      </form>
    </Section>
  );
}
