'use client';

import { type ReactNode, useId } from 'react';
import { cn } from '../ui/class-names.ts';

/** A few choices of which one holds, each with an icon and a line that explains it. */
export function IconChoices<Value extends string>({
  label,
  value,
  onChange,
  choices,
  disabled = false,
  changed = false,
}: {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  choices: ReadonlyArray<{
    value: Value;
    label: string;
    detail: string;
    icon: ReactNode;
    disabled?: boolean;
  }>;
  disabled?: boolean;
  changed?: boolean;
}) {
  const name = useId();
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5" disabled={disabled}>
      <legend className="mb-1.5 text-[13px] font-medium">
        {label}
        {changed ? <span className="sr-only">, changed</span> : null}
      </legend>
      {choices.map((choice) => (
        <label
          key={choice.value}
          className={cn(
            'relative flex cursor-pointer items-start gap-2.5 rounded-control border border-control px-2.5 py-2 has-checked:border-accent has-checked:bg-soft has-disabled:cursor-not-allowed has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0',
          )}
        >
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={value === choice.value}
            disabled={choice.disabled}
            onChange={() => onChange(choice.value)}
            className="absolute inset-0 m-0 cursor-pointer opacity-0"
          />
          {choice.icon}
          <span>
            <span className="block text-[13px] font-medium">{choice.label}</span>
            <span className="block text-xs text-muted">{choice.detail}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
