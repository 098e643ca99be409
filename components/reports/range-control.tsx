'use client';

import { DayInput } from '../ui/day-input.tsx';
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
          <DayInput label="From" value={from} max={to} onChange={(day) => chooseDays({ from: day })} />
          <DayInput label="Until" value={to} min={from} onChange={(day) => chooseDays({ to: day })} />
        </>
      ) : null}
    </>
  );
}
