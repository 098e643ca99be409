'use client';

import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import { cn } from './class-names.ts';

/** Panels of which one is shown. The owner keeps which, usually in the address. */
export function Tabs<Value extends string>({
  value,
  onChange,
  label,
  tabs,
  className,
}: {
  value: Value;
  onChange: (value: Value) => void;
  label: string;
  tabs: ReadonlyArray<{ value: Value; label: ReactNode; panel: ReactNode }>;
  className?: string;
}) {
  return (
    <Base.Root
      value={value}
      onValueChange={(next) => onChange(next as Value)}
      className={cn('flex min-h-0 flex-col', className)}
    >
      <Base.List
        aria-label={label}
        className="flex shrink-0 gap-1 overflow-x-auto border-b border-border px-1 [scrollbar-width:none]"
      >
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            className="-mb-px h-9 cursor-pointer border-b-2 border-transparent px-2.5 text-[13px] font-medium whitespace-nowrap text-muted outline-offset-[-2px] hover:text-text data-active:border-accent data-active:text-text pointer-coarse:h-11"
          >
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} className="min-h-0 flex-1 pt-4">
          {tab.panel}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
