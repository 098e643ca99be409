'use client';

import type { Refusal } from '../client/refusal.ts';
import { Field, Input } from '../ui/field.tsx';

/** What is typed about an account, by the names of the API. */
export type UserText = { username: string; first_name: string; last_name: string; email: string };

/** The text that a refusal has for a field. */
export function errorOf(refusal: Refusal | undefined, field: string): string | undefined {
  if (refusal?.fields.includes(field)) return refusal.text;
  // The server names no field when a name is taken.
  const taken = field === 'username' && refusal?.fields.length === 0 && /already exists/.test(refusal.text);
  return taken ? refusal.text : undefined;
}

/** Whether a refusal is shown at one of these fields and need not be shown for the form as a whole. */
export function isShownAt(refusal: Refusal | undefined, fields: readonly string[]): boolean {
  return fields.some((field) => errorOf(refusal, field) !== undefined);
}

/** Names and address of an account. What is `locked` cannot be typed into, and says why. */
export function UserTextFields({
  value,
  onChange,
  refusal,
  locked = {},
}: {
  value: UserText;
  onChange: (value: UserText) => void;
  refusal: Refusal | undefined;
  locked?: { [field in keyof UserText]?: string | undefined };
}) {
  const text = (field: keyof UserText, label: string, hint?: string) => (
    <Field label={label} error={errorOf(refusal, field)} hint={locked[field] ?? hint}>
      <Input
        value={value[field]}
        maxLength={120}
        disabled={locked[field] !== undefined}
        autoComplete="off"
        spellCheck={false}
        type={field === 'email' ? 'email' : 'text'}
        onValueChange={(next) => onChange({ ...value, [field]: next })}
      />
    </Field>
  );
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {text('username', 'User name', 'Upper and lower case make no difference.')}
      {text('email', 'E-mail')}
      {text('first_name', 'First name')}
      {text('last_name', 'Last name')}
    </div>
  );
}
