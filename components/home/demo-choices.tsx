'use client';

import { useId } from 'react';
import type { DemoGroup } from './demo-recipe.ts';

/** Buttons of which one is pressed. */
export function DemoChoices({
  group,
  value,
  onChange,
}: {
  group: DemoGroup;
  value: string;
  onChange: (id: string) => void;
}) {
  const id = useId();
  return (
    <div role="group" aria-labelledby={id}>
      <p id={id} className="mb-1.5 text-[13px] font-medium">
        {group.title}
      </p>
      <div className="flex flex-wrap gap-1.5">
        {group.choices.map((choice) => (
          <button
            key={choice.id}
            type="button"
            aria-pressed={choice.id === value}
            onClick={() => onChange(choice.id)}
            className="min-h-8 cursor-pointer rounded-control border border-border bg-surface px-2.5 text-[13px] hover:border-control aria-pressed:border-accent aria-pressed:bg-soft aria-pressed:font-medium pointer-coarse:min-h-11"
          >
            {choice.label}
          </button>
        ))}
      </div>
    </div>
  );
}
