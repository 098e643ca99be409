'use client';

import { Checkbox as Base } from '@base-ui/react/checkbox';
import { Switch as BaseSwitch } from '@base-ui/react/switch';
import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './class-names.ts';

type ToggleProps = {
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  /** Shown beside it. */
  children?: ReactNode;
  /** Name of one that has no text beside it. */
  label?: string;
  className?: string;
};

/** A tick box; `mixed` when some of what it stands for is ticked. */
export function Checkbox({
  checked,
  mixed = false,
  onChange,
  disabled = false,
  children,
  label,
  className,
}: ToggleProps & { mixed?: boolean }) {
  const box = (
    <Base.Root
      checked={checked}
      indeterminate={mixed}
      onCheckedChange={onChange}
      disabled={disabled}
      aria-label={label}
      className="flex size-[18px] shrink-0 cursor-pointer items-center justify-center rounded border border-control bg-surface data-checked:border-accent data-checked:bg-accent data-disabled:cursor-not-allowed data-disabled:opacity-60 data-indeterminate:border-accent data-indeterminate:bg-accent"
    >
      <Base.Indicator className="text-on-accent [&_svg]:size-3.5 [&_svg]:stroke-3">
        {mixed ? <Minus aria-hidden="true" /> : <Check aria-hidden="true" />}
      </Base.Indicator>
    </Base.Root>
  );
  if (children === undefined) return box;
  return (
    // oxlint-disable-next-line jsx-a11y/label-has-associated-control -- the box inside is the control
    <label className={cn('flex cursor-pointer items-center gap-2.5 pointer-coarse:min-h-11', className)}>
      {box}
      <span className="min-w-0">{children}</span>
    </label>
  );
}

/** Something that is on or off at once, without a button to save it. */
export function Switch({ checked, onChange, disabled = false, children, label, className }: ToggleProps) {
  const control = (
    <BaseSwitch.Root
      checked={checked}
      onCheckedChange={onChange}
      disabled={disabled}
      aria-label={label}
      className="flex h-5 w-9 shrink-0 cursor-pointer items-center rounded-full border border-control bg-surface p-0.5 transition-colors duration-120 data-checked:border-accent data-checked:bg-accent data-disabled:cursor-not-allowed data-disabled:opacity-60"
    >
      <BaseSwitch.Thumb className="size-3.5 rounded-full bg-control transition-transform duration-120 data-checked:translate-x-4 data-checked:bg-on-accent" />
    </BaseSwitch.Root>
  );
  if (children === undefined) return control;
  return (
    // oxlint-disable-next-line jsx-a11y/label-has-associated-control -- the switch inside is the control
    <label className={cn('flex cursor-pointer items-center gap-2.5 pointer-coarse:min-h-11', className)}>
      {control}
      <span className="min-w-0">{children}</span>
    </label>
  );
}
