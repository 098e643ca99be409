'use client';

import { useId } from 'react';
import { Input } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import { RANGES, type useRange } from './use-range.ts';

/** Chooses the time that a report is about. */
export function RangeControl({ range, choose, chooseDays }: ReturnType<typeof useRange>) {
  const { name, from, to } = range;
  return (
    <>
      <Select className="w-44" label="Time" value={name} choices={RANGES} onChange={choose} />
      {name === 'custom' ? (
        <>
          <Day label="From" value={from} max={to} onChange={(day) => chooseDays({ from: day })} />
          <Day label="Until" value={to} min={from} onChange={(day) => chooseDays({ to: day })} />
        </>
      ) : null}
    </>
  );
}

function Day({
  label,
  value,
  min,
  max,
  onChange,
}: {
  label: string;
  value: string;
  min?: string;
  max?: string;
  onChange: (day: string) => void;
}) {
  const id = useId();
  return (
    <span className="flex items-center gap-2 text-[13px] text-muted">
      <label htmlFor={id}>{label}</label>
      <Input
        id={id}
        type="date"
        className="w-36"
        value={value}
        min={min || undefined}
        max={max || undefined}
        onChange={(event) => onChange(event.target.value)}
      />
    </span>
  );
}
