'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useForm } from 'react-hook-form';
import { ApiFailure, api, failureText } from '../client/api.ts';
import { Button } from '../ui/button.tsx';
import { Field, Input } from '../ui/field.tsx';
import { Section } from '../ui/page.tsx';
import { useToast } from '../ui/toast.tsx';
import { keptBy, OWN_ACCOUNT_KEY, type OwnAccount, type User } from './own-account.ts';

type Values = Pick<User, 'first_name' | 'last_name' | 'email' | 'username'>;

const EMAIL = /^[^\s@]+@[^\s@]+$/;
const LONGEST = 120;

/** Name and address of the person. */
export function DetailsForm({
  account: { user, etag },
  emailIsFixed,
  providerName,
}: {
  account: OwnAccount;
  emailIsFixed: boolean;
  providerName: string;
}) {
  const toast = useToast();
  const client = useQueryClient();
  const router = useRouter();
  const keeper = keptBy(user, providerName);
  const { first_name, last_name, email, username } = user;
  const form = useForm<Values>({ values: { first_name, last_name, email, username } });
  const { errors, isDirty } = form.formState;
  const save = useMutation({
    mutationFn: (values: Values) =>
      api.call<User>('PUT', `/admin/users/${user.id}/`, { body: values, ifMatch: etag }),
    onSuccess: ({ data, etag: next }) => {
      client.setQueryData<OwnAccount>(OWN_ACCOUNT_KEY, { user: data, etag: next });
      toast.done({ text: 'Your details are saved' });
      // The name stands in the frame, which the server has made.
      router.refresh();
    },
    onError: (error) => {
      const isTaken =
        error instanceof ApiFailure && error.status === 409 && /taken|exists/i.test(error.message);
      if (isTaken) form.setError('username', { message: error.message }, { shouldFocus: true });
      else toast.failed({ text: 'Your details were not saved', detail: failureText(error) });
    },
  });
  const text = (name: keyof Values) =>
    form.register(name, {
      maxLength: { value: LONGEST, message: `At most ${LONGEST} characters` },
      ...(name === 'username' ? { required: 'Enter a username' } : {}),
      ...(name === 'email'
        ? {
            validate: (value) =>
              value === '' || EMAIL.test(value) || 'Enter an address such as a@example.org',
          }
        : {}),
    });
  return (
    <Section title="Who you are" intro="Shown to people who look after this server">
      <form
        noValidate
        onSubmit={(event) => void form.handleSubmit((values) => save.mutate(values))(event)}
        className="grid max-w-xl gap-4 sm:grid-cols-2"
      >
        <Field label="First name" error={errors.first_name?.message}>
          <Input {...text('first_name')} autoComplete="given-name" />
        </Field>
        <Field label="Last name" error={errors.last_name?.message}>
          <Input {...text('last_name')} autoComplete="family-name" />
        </Field>
        <Field
          label="Email"
          error={errors.email?.message}
          hint={emailIsFixed ? 'Only administrators change it, because people sign in by it.' : undefined}
          className="sm:col-span-2"
        >
          <Input {...text('email')} type="email" autoComplete="email" readOnly={emailIsFixed} />
        </Field>
        <Field
          label="Username"
          error={errors.username?.message}
          hint={keeper && `It is kept by ${keeper} and cannot be changed here.`}
          className="sm:col-span-2"
        >
          <Input {...text('username')} autoComplete="username" readOnly={keeper !== undefined} />
        </Field>
        <div className="sm:col-span-2">
          <Button type="submit" look="primary" disabled={!isDirty || save.isPending}>
            {save.isPending ? 'Saving…' : 'Save'}
          </Button>
        </div>
      </form>
    </Section>
  );
}
