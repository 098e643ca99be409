'use client';

import { useState } from 'react';
import { formatCount } from '#lib/format/numbers.ts';
import { Checkbox } from '../ui/checkbox.tsx';
import { Input } from '../ui/field.tsx';
import { useTags } from './use-tags.ts';

/** Tags to choose from; images must have all that are ticked. */
export function TagFilter({
  value,
  onChange,
}: {
  value: readonly string[];
  onChange: (tags: string[]) => void;
}) {
  const [text, setText] = useState('');
  const found = useTags(text);
  const chosen = value.map((name) => name.toLowerCase());
  const others = found.filter(({ name }) => !chosen.includes(name.toLowerCase()));
  return (
    <div className="flex flex-col gap-3">
      <Input aria-label="Find a tag" placeholder="Find a tag" value={text} onValueChange={setText} />
      {value.length + others.length === 0 ? (
        <p className="text-[13px] text-muted">
          {text.trim() === '' ? 'There are no tags yet.' : 'No tag has this in its name.'}
        </p>
      ) : (
        <div role="group" aria-label="Tags" className="flex max-h-64 flex-col gap-2.5 overflow-y-auto">
          {value.map((name) => (
            <Checkbox
              key={`chosen ${name}`}
              checked
              onChange={() => onChange(value.filter((each) => each !== name))}
            >
              {name}
            </Checkbox>
          ))}
          {others.map(({ name, images }) => (
            <Checkbox key={name} checked={false} onChange={() => onChange([...value, name])}>
              {name}
              <span className="ml-2 text-xs text-muted tabular-nums">{formatCount(images)}</span>
            </Checkbox>
          ))}
        </div>
      )}
    </div>
  );
}
