'use client';

import { Checkbox } from '../ui/checkbox.tsx';
import { TYPES, typeName } from './filter-texts.ts';

/** Ticks for the kinds of files; what else the address asks for is among them. */
export function TypeFilter({
  value,
  onChange,
}: {
  value: readonly string[];
  onChange: (types: string[]) => void;
}) {
  const others = value
    .filter((type) => !TYPES.some(({ types }) => types.includes(type)))
    .map((type) => ({ name: typeName(type), types: [type] }));
  return (
    <div role="group" aria-label="Types" className="grid grid-cols-2 gap-x-4 gap-y-2.5">
      {[...TYPES, ...others].map(({ name, types }) => (
        <Checkbox
          key={name}
          checked={types.every((type) => value.includes(type))}
          onChange={(ticked) => {
            const rest = value.filter((each) => !types.includes(each));
            onChange(ticked ? [...rest, ...types] : rest);
          }}
        >
          {name}
        </Checkbox>
      ))}
    </div>
  );
}
