'use client';

import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { LEVEL_NAMES } from '../client/rights.ts';
import { cn } from '../ui/class-names.ts';

/**
 * A level as a row of dots on a line, filled up to the one that holds: each includes those before it. Arrow keys go from
 * one to the next. Levels that are not the group's own are grey.
 */
export function LevelChoice({
  label,
  describedBy,
  value,
  own,
  readOnly,
  onChange,
}: {
  label: string;
  describedBy: string;
  /** null: none is chosen. */
  value: number | null;
  own: boolean;
  readOnly: boolean;
  onChange: (level: number) => void;
}) {
  return (
    <RadioGroup
      aria-label={label}
      aria-describedby={describedBy}
      value={value}
      readOnly={readOnly}
      onValueChange={(next) => next !== null && onChange(next)}
      className="isolate flex"
    >
      {LEVEL_NAMES.map(([level, name]) => {
        const reached = value !== null && level <= value && value > 0;
        const colour = own ? 'bg-accent' : 'bg-control';
        return (
          <Radio.Root
            key={level}
            value={level}
            aria-label={name}
            title={name}
            className={cn(
              'group relative flex h-9 w-8 items-center justify-center rounded-control -outline-offset-2 pointer-coarse:h-11 @2xl:w-10',
              readOnly ? 'cursor-not-allowed' : 'cursor-pointer hover:bg-hover',
            )}
          >
            {level === 0 ? null : (
              <span
                aria-hidden="true"
                className={cn('absolute right-1/2 h-0.5 w-full', reached ? colour : 'bg-border')}
              />
            )}
            <span
              aria-hidden="true"
              className={cn(
                'relative z-10 size-2.5 rounded-full border border-control bg-surface',
                reached && ['border-transparent', colour],
                'group-data-checked:size-4 group-data-checked:border-[3px] group-data-checked:bg-surface',
                own ? 'group-data-checked:border-accent' : 'group-data-checked:border-control',
              )}
            />
          </Radio.Root>
        );
      })}
    </RadioGroup>
  );
}
