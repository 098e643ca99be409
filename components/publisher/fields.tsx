'use client';

import { TriangleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { valueText } from '#lib/publisher/template-values.ts';
import type { TransformValues } from '#lib/transform/values.ts';
import { Checkbox } from '../ui/checkbox.tsx';
import { cn } from '../ui/class-names.ts';
import { Field, Input } from '../ui/field.tsx';
import { type Choice, Select } from '../ui/select.tsx';
import { Slider } from '../ui/slider.tsx';
import { type Editing, isChanged, type Key, useEditing, valueOf } from './editing.tsx';

type NumberKey = {
  [K in Key]: NonNullable<TransformValues[K]> extends number ? K : never;
}[Key];
type BoolKey = { [K in Key]: NonNullable<TransformValues[K]> extends boolean ? K : never }[Key];
type WordKey = { [K in Key]: NonNullable<TransformValues[K]> extends string ? K : never }[Key];

/** A label with the mark of a changed value. */
export function MarkedLabel({ fieldKeys, children }: { fieldKeys: readonly Key[]; children: ReactNode }) {
  const editing = useEditing();
  const changed = fieldKeys.some((key) => isChanged(editing, key));
  return (
    <span className="inline-flex items-center gap-1.5">
      {children}
      {changed ? (
        <span className="size-1.5 rounded-full bg-accent">
          <span className="sr-only">, changed</span>
        </span>
      ) : null}
    </span>
  );
}

/** Words about values of these fields that will not do what they seem to. */
export function Warnings({ of }: { of: readonly Key[] }) {
  const { warnings } = useEditing();
  const texts = [...new Set(warnings.filter(({ field }) => of.includes(field)).map(({ text }) => text))];
  return texts.map((text) => (
    <p key={text} className="flex items-start gap-1.5 text-[13px] text-warning">
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-3.5 shrink-0" />
      {text}
    </p>
  ));
}

/** What an empty field means: the value of the template, or nothing. */
export function inheritedText({ isTemplate, base }: Editing, key: Key, nothing = 'Not set'): string {
  if (isTemplate) return nothing;
  return base[key] === undefined ? nothing : `${valueText(key, base[key])} from template`;
}

/** A number; empty says nothing. */
export function NumberField({
  name,
  label,
  min,
  max,
  step = 1,
  nothing = 'Not set',
  hint,
  quiet = false,
}: {
  name: NumberKey;
  label: string;
  min: number;
  max: number;
  step?: number;
  /** What holds when neither this nor the template says anything. */
  nothing?: string;
  hint?: ReactNode;
  /** Warnings are shown elsewhere. */
  quiet?: boolean;
}) {
  const editing = useEditing();
  const base = editing.isTemplate ? undefined : editing.base[name];
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <TypedNumber
        value={editing.values[name]}
        onChange={(value) => editing.change({ [name]: value }, name)}
        label={<MarkedLabel fieldKeys={[name]}>{label}</MarkedLabel>}
        placeholder={base === undefined ? nothing : String(base)}
        min={min}
        max={max}
        step={step}
        hint={base === undefined || editing.values[name] !== undefined ? hint : 'From template'}
      />
      {quiet ? null : <Warnings of={[name]} />}
    </div>
  );
}

/** A field of a number that is kept as text while it is typed; only what is right is handed on. */
export function TypedNumber({
  value,
  onChange,
  label,
  placeholder,
  min,
  max,
  step = 1,
  hint,
  disabled,
}: {
  value: number | undefined;
  onChange: (value: number | undefined) => void;
  label: ReactNode;
  placeholder?: string;
  min: number;
  max: number;
  step?: number;
  hint?: ReactNode;
  disabled?: boolean;
}) {
  const [text, setText] = useState(value === undefined ? '' : String(value));
  const read = readNumber(text, min, max, step);
  // The value may also change elsewhere: by undo, by a reset, or on the picture.
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    if (read !== value) setText(value === undefined ? '' : String(value));
  }
  return (
    <Field
      label={label}
      hint={hint}
      error={
        read === 'wrong'
          ? `Expected ${step === 1 ? 'a whole number' : 'a number'} from ${min} to ${max}`
          : undefined
      }
    >
      <Input
        value={text}
        inputMode={step === 1 && min >= 0 ? 'numeric' : 'text'}
        placeholder={placeholder}
        disabled={disabled}
        autoComplete="off"
        className="tabular-nums"
        onChange={(event) => {
          const next = event.currentTarget.value;
          setText(next);
          const number = readNumber(next, min, max, step);
          if (number !== 'wrong' && number !== value) onChange(number);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
          event.preventDefault();
          const by = step * (event.shiftKey ? 10 : 1) * (event.key === 'ArrowUp' ? 1 : -1);
          const next = Math.min(max, Math.max(min, Number(((value ?? 0) + by).toFixed(5))));
          onChange(next);
        }}
      />
    </Field>
  );
}

function readNumber(text: string, min: number, max: number, step: number): number | undefined | 'wrong' {
  const trimmed = text.trim().replace(',', '.');
  if (trimmed === '') return undefined;
  const number = Number(trimmed);
  if (!Number.isFinite(number) || number < min || number > max) return 'wrong';
  return step === 1 && !Number.isInteger(number) ? 'wrong' : number;
}

/** A number with a slider beside the exact field. */
export function SliderField({
  name,
  label,
  min,
  max,
  step = 1,
  rest,
  nothing,
}: {
  name: NumberKey;
  label: string;
  min: number;
  max: number;
  step?: number;
  /** Where the slider stands when nothing is said. */
  rest: number;
  nothing?: string;
}) {
  const editing = useEditing();
  return (
    <div>
      <NumberField name={name} label={label} min={min} max={max} step={step} nothing={nothing} />
      <Slider
        label={`${label}, slider`}
        min={min}
        max={max}
        step={step}
        value={valueOf(editing, name) ?? rest}
        onChange={(value) => editing.change({ [name]: Number(value.toFixed(5)) }, name)}
        disabled={editing.locked !== undefined}
        className="mt-1.5"
      />
    </div>
  );
}

/** A yes or no. In a template it may also say nothing. */
export function ToggleField({
  name,
  label,
  rest = false,
  hint,
}: {
  name: BoolKey;
  label: string;
  /** What holds when nothing is said. */
  rest?: boolean;
  hint?: string;
}) {
  const editing = useEditing();
  const { isTemplate, values, change, locked } = editing;
  if (isTemplate) {
    return (
      <div className="flex flex-col gap-1.5">
        <Field label={<MarkedLabel fieldKeys={[name]}>{label}</MarkedLabel>} hint={hint}>
          <Select
            value={values[name] === undefined ? 'unset' : values[name] ? 'yes' : 'no'}
            onChange={(next) => change({ [name]: next === 'unset' ? undefined : next === 'yes' })}
            disabled={locked !== undefined}
            choices={[
              { value: 'unset', label: 'Not set' },
              { value: 'yes', label: 'Yes' },
              { value: 'no', label: 'No' },
            ]}
          />
        </Field>
        <Warnings of={[name]} />
      </div>
    );
  }
  const inherited = editing.base[name];
  return (
    <div className="flex flex-col gap-1">
      <Checkbox
        checked={valueOf(editing, name) ?? rest}
        onChange={(checked) => change({ [name]: checked === (inherited ?? rest) ? undefined : checked })}
        disabled={locked !== undefined}
      >
        <MarkedLabel fieldKeys={[name]}>{label}</MarkedLabel>
        {values[name] === undefined && inherited !== undefined ? (
          <span className="text-xs text-muted"> from template</span>
        ) : null}
      </Checkbox>
      {hint === undefined ? null : <p className="text-[13px] text-muted">{hint}</p>}
      <Warnings of={[name]} />
    </div>
  );
}

const UNSET = 'unset';

/** One of several words. What a URL cannot take back from a template is said. */
export function ChoiceField({
  name,
  label,
  choices,
  nothing = 'Not set',
  hint,
  className,
}: {
  name: WordKey;
  label: string;
  choices: ReadonlyArray<Choice<string>>;
  nothing?: string;
  hint?: ReactNode;
  className?: string;
}) {
  const editing = useEditing();
  const { values, base, isTemplate, change, locked } = editing;
  const inherited = base[name];
  const named = choices.find((choice) => choice.value === inherited)?.label ?? inherited;
  const unset = {
    value: UNSET,
    label: isTemplate || inherited === undefined ? nothing : `${named} from template`,
  };
  const own = values[name];
  const known = own === undefined || choices.some(({ value }) => value === own);
  return (
    <div className={cn('flex min-w-0 flex-col gap-1.5', className)}>
      <Field label={<MarkedLabel fieldKeys={[name]}>{label}</MarkedLabel>} hint={hint}>
        <Select
          value={own ?? UNSET}
          onChange={(next) => change({ [name]: next === UNSET ? undefined : next })}
          choices={[unset, ...choices, ...(known ? [] : [{ value: own, label: own }])]}
          disabled={locked !== undefined}
        />
      </Field>
      <Warnings of={[name]} />
    </div>
  );
}
