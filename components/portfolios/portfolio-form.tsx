'use client';

import { Field, Input, TextArea } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import { ACCESS_CHOICES, type AccessChoice } from './portfolios.ts';

/** What is said about a portfolio, as it is typed. */
export type PortfolioValues = {
  name: string;
  description: string;
  humanId: string;
  internal: AccessChoice;
  everybody: AccessChoice;
};

export const NEW_VALUES: PortfolioValues = {
  name: '',
  description: '',
  humanId: '',
  internal: '0',
  everybody: '0',
};

/** As the API takes it. */
export function valuesBody({ name, description, humanId, internal, everybody }: PortfolioValues) {
  return {
    name: name.trim(),
    description,
    human_id: humanId.trim(),
    internal_access: Number(internal),
    public_access: Number(everybody),
  };
}

/** The fields of a portfolio. */
export function PortfolioFields({
  values,
  onChange,
  nameError,
  addressError,
}: {
  values: PortfolioValues;
  onChange: (values: PortfolioValues) => void;
  nameError?: string | undefined;
  addressError?: string | undefined;
}) {
  const set = (changed: Partial<PortfolioValues>) => onChange({ ...values, ...changed });
  return (
    <>
      <Field label="Name" error={nameError}>
        <Input value={values.name} maxLength={255} onValueChange={(name) => set({ name })} />
      </Field>
      <Field label="Description">
        <TextArea
          value={values.description}
          maxLength={5120}
          onChange={(event) => set({ description: event.target.value })}
        />
      </Field>
      <Field
        label="Name in addresses"
        hint="Part of the address of its page. Left blank, one is made up that nobody guesses."
        error={addressError}
      >
        <Input
          value={values.humanId}
          maxLength={64}
          autoComplete="off"
          onValueChange={(humanId) => set({ humanId })}
        />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="People with an account">
          <Select
            value={values.internal}
            onChange={(internal) => set({ internal })}
            choices={ACCESS_CHOICES}
          />
        </Field>
        <Field label="Everybody">
          <Select
            value={values.everybody}
            onChange={(everybody) => set({ everybody })}
            choices={ACCESS_CHOICES}
          />
        </Field>
      </div>
      <p className="text-[13px] text-muted">
        Pictures on the page keep the rights of their folders; links you share lend yours instead.
      </p>
    </>
  );
}

/** What is wrong with values, before anything is sent. */
export function nameProblem({ name }: PortfolioValues): string | undefined {
  return name.trim() === '' ? 'Give it a name' : undefined;
}
