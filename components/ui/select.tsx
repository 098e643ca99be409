'use client';

import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import { cn } from './class-names.ts';
import { BOX } from './field.tsx';

export type Choice<Value extends string> = { value: Value; label: string; detail?: string };

/** One of several choices. Inside a Field it takes its label from there; elsewhere give it `label`. */
export function Select<Value extends string>({
  value,
  onChange,
  choices,
  label,
  placeholder,
  disabled = false,
  className,
}: {
  value: Value | undefined;
  onChange: (value: Value) => void;
  choices: ReadonlyArray<Choice<Value>>;
  label?: string | undefined;
  placeholder?: string | undefined;
  disabled?: boolean;
  className?: string | undefined;
}) {
  return (
    <Base.Root
      value={value ?? null}
      onValueChange={(next) => next !== null && onChange(next)}
      items={choices}
      disabled={disabled}
    >
      <Base.Trigger
        aria-label={label}
        className={cn(BOX, 'flex cursor-pointer items-center justify-between gap-2 text-left', className)}
      >
        <span className="truncate">
          <Base.Value>
            {(current: Value | null) =>
              choices.find((choice) => choice.value === current)?.label ?? placeholder ?? 'Choose'
            }
          </Base.Value>
        </span>
        <ChevronsUpDown aria-hidden="true" className="size-4 shrink-0 text-muted" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-70 outline-none">
          <Base.Popup className="max-h-(--available-height) min-w-(--anchor-width) overflow-y-auto rounded-card border border-border bg-surface p-1 text-sm text-text shadow-float outline-none">
            <Base.List>
              {choices.map((choice) => (
                <Base.Item
                  key={choice.value}
                  value={choice.value}
                  className="flex min-h-8 cursor-pointer items-center gap-2.5 rounded-control px-2.5 py-1.5 outline-none select-none data-highlighted:bg-hover pointer-coarse:min-h-11"
                >
                  <span className="min-w-0 flex-1">
                    <Base.ItemText>{choice.label}</Base.ItemText>
                    {choice.detail === undefined ? null : (
                      <span className="block text-xs text-muted">{choice.detail}</span>
                    )}
                  </span>
                  <Base.ItemIndicator>
                    <Check aria-hidden="true" className="size-4" />
                  </Base.ItemIndicator>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
