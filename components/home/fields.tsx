'use client';

import { useId } from 'react';

const BOX =
  'h-9 rounded-control border border-control bg-surface px-2.5 text-[14px] text-text pointer-coarse:h-11';

export function Choice({
  label,
  value,
  options,
  disabled = false,
  onChange,
}: {
  label: string;
  value: string;
  options: readonly (readonly [value: string, text: string])[];
  disabled?: boolean;
  onChange: (value: string) => void;
}) {
  const id = useId();
  // A value typed into the address that the list lacks is shown as it is.
  const known = options.some(([option]) => option === value);
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-[13px] font-medium">
        {label}
      </label>
      <select
        id={id}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value)}
        className={`${BOX} w-full disabled:border-border disabled:text-muted`}
      >
        {known ? null : <option value={value}>{value}</option>}
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

/** A number with a slider beside it; blank means that the picture or the template decides. */
export function Amount({
  label,
  unit,
  value,
  min,
  max,
  rest,
  blank = 'auto',
  onChange,
}: {
  label: string;
  unit: string;
  value: string;
  min: number;
  max: number;
  /** Where the slider stands while the value is blank. */
  rest: number;
  /** Stands in the field while it is blank. */
  blank?: string;
  onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className="flex items-baseline justify-between gap-2">
        <label htmlFor={id} className="text-[13px] font-medium">
          {label}
        </label>
        <span className="text-[12px] text-muted">{unit}</span>
      </div>
      <div className="flex items-center gap-3">
        <input
          type="range"
          aria-label={`${label}, slider`}
          min={min}
          max={max}
          value={value === '' || Number.isNaN(Number(value)) ? rest : Number(value)}
          onChange={(event) => onChange(event.target.value)}
          className="h-9 min-w-0 grow cursor-pointer pointer-coarse:h-11"
        />
        <input
          id={id}
          inputMode="numeric"
          value={value}
          placeholder={blank}
          onChange={(event) => onChange(event.target.value.trim())}
          className={`${BOX} w-18 text-right tabular-nums placeholder:text-muted`}
        />
      </div>
    </div>
  );
}
