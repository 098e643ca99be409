'use client';

import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { useId } from 'react';
import { cn } from '../ui/class-names.ts';

/** A few choices beside each other, of which one holds. */
export function ChoiceCards<Value extends string>({
  label,
  hint,
  value,
  onChange,
  choices,
}: {
  label: string;
  hint?: string;
  value: Value;
  onChange: (value: Value) => void;
  /** `swatch`: classes of a small field that shows what is meant. */
  choices: ReadonlyArray<{ value: Value; label: string; swatch?: string }>;
}) {
  const id = useId();
  return (
    <div>
      <p id={id} className="text-[13px] font-medium">
        {label}
      </p>
      {hint === undefined ? null : <p className="text-[13px] text-muted">{hint}</p>}
      <RadioGroup
        aria-labelledby={id}
        value={value}
        onValueChange={onChange}
        className="mt-2 flex flex-wrap gap-2"
      >
        {choices.map((choice) => (
          // oxlint-disable-next-line jsx-a11y/label-has-associated-control -- the button inside is the control
          <label
            key={choice.value}
            className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-control border border-border px-3 py-1.5 hover:border-control has-data-checked:border-accent has-data-checked:bg-soft pointer-coarse:min-h-11"
          >
            <Radio.Root
              value={choice.value}
              className="flex size-4 shrink-0 items-center justify-center rounded-full border border-control bg-surface data-checked:border-accent"
            >
              <Radio.Indicator className="size-2 rounded-full bg-accent" />
            </Radio.Root>
            {choice.swatch === undefined ? null : (
              <span
                aria-hidden="true"
                className={cn('size-5 rounded border border-control bg-size-[8px_8px]', choice.swatch)}
              />
            )}
            {choice.label}
          </label>
        ))}
      </RadioGroup>
    </div>
  );
}
