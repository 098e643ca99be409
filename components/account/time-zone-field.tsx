'use client';

import { Combobox } from '@base-ui/react/combobox';
import { Check, ChevronsUpDown } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { useNow } from '../client/use-now.ts';
import { useTimeZone } from '../client/use-time-zone.ts';
import { BOX } from '../ui/field.tsx';
import { Skeleton } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { BROWSER_ZONE, isMeant, type TimeZone, timeZones } from './time-zones.ts';

const neverChanges = () => () => undefined;

let zones: readonly TimeZone[] | undefined;

/** Asked for in the browser only: the server may know other zones. */
function browserZones(): readonly TimeZone[] {
  zones ??= [{ name: BROWSER_ZONE, place: 'As this browser', offset: '' }, ...timeZones(new Date())];
  return zones;
}

/** The zone in which times are shown, found by typing a part of its name. */
export function TimeZoneField({ value, onChange }: { value: string; onChange: (zone: string) => void }) {
  const now = useNow();
  const current = useTimeZone();
  const choices = useSyncExternalStore(neverChanges, browserZones, () => undefined);
  if (!choices) return <Skeleton className="h-22 max-w-sm" />;
  const chosen = choices.find(({ name }) => name === value) ?? { name: value, place: value, offset: '' };
  return (
    <Combobox.Root
      items={choices}
      value={chosen}
      onValueChange={(zone: TimeZone | null) => zone && onChange(zone.name)}
      itemToStringLabel={({ place }: TimeZone) => place}
      isItemEqualToValue={(one: TimeZone, other: TimeZone) => one.name === other.name}
      filter={(zone: TimeZone, typed: string) => isMeant(zone, typed.trim())}
      limit={80}
      autoHighlight
    >
      <div className="max-w-sm">
        <span aria-hidden="true" className="text-[13px] font-medium">
          Time zone
        </span>
        <Combobox.InputGroup className="relative mt-1.5">
          {/* Base UI ties its label to controls without a box to type into only. */}
          <Combobox.Input
            aria-label="Time zone"
            className={`${BOX} pr-9`}
            onFocus={(event) => event.currentTarget.select()}
          />
          <Combobox.Trigger
            aria-label="All time zones"
            className="absolute top-0 right-0 flex h-full w-9 cursor-pointer items-center justify-center text-muted"
          >
            <ChevronsUpDown aria-hidden="true" className="size-4" />
          </Combobox.Trigger>
        </Combobox.InputGroup>
        <p className="mt-1.5 text-[13px] text-muted">
          {now === undefined ? null : (
            <>
              It is now <Time value={now} /> in {current.replaceAll('_', ' ')}.
            </>
          )}
        </p>
      </div>
      <Combobox.Portal>
        <Combobox.Positioner sideOffset={4} className="z-70 outline-none">
          <Combobox.Popup className="flex max-h-[min(20rem,var(--available-height))] w-(--anchor-width) flex-col rounded-card border border-border bg-surface text-sm text-text shadow-float">
            <Combobox.Empty className="px-3 text-muted not-empty:py-3">No such time zone</Combobox.Empty>
            <Combobox.List className="min-h-0 overflow-y-auto overscroll-contain p-1 empty:p-0">
              {(zone: TimeZone) => (
                <Combobox.Item
                  key={zone.name}
                  value={zone}
                  className="flex min-h-8 cursor-pointer items-center gap-2 rounded-control px-2.5 py-1.5 outline-none select-none data-highlighted:bg-hover pointer-coarse:min-h-11"
                >
                  <span className="min-w-0 flex-1 truncate">{zone.place}</span>
                  <span className="text-xs text-muted tabular-nums">{zone.offset}</span>
                  <Combobox.ItemIndicator>
                    <Check aria-hidden="true" className="size-4" />
                  </Combobox.ItemIndicator>
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}
