'use client';

import { Combobox } from '@base-ui/react/combobox';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Check, ChevronsUpDown, Globe, UserRound } from 'lucide-react';
import { useState } from 'react';
import { api } from '../client/api.ts';
import { cn } from '../ui/class-names.ts';
import { BOX } from '../ui/field.tsx';

export type PickedPerson = { id: number; label: string; detail?: string };

/** Whoever is not signed in; what holds for them holds for everybody. */
export const ANYBODY: PickedPerson = { id: 0, label: 'Anybody, not signed in', detail: 'Public' };

type Found = {
  people: ReadonlyArray<{
    id: number;
    username: string;
    first_name: string;
    last_name: string;
    status: number;
  }>;
};

/** One person, found by typing, or anybody. */
export function PersonPicker({
  value,
  onChange,
}: {
  value: PickedPerson;
  onChange: (person: PickedPerson) => void;
}) {
  const [typed, setTyped] = useState('');
  const { data, isFetching, isPlaceholderData } = useQuery({
    queryKey: ['people', 'picker', typed],
    queryFn: ({ signal }) =>
      api.get<Found>('/admin/users/search/', { q: typed, sort: 'name', limit: 20 }, signal),
    placeholderData: keepPreviousData,
  });
  const people = (data?.people ?? []).map(
    ({ id, username, first_name, last_name, status }): PickedPerson => ({
      id,
      label: `${first_name} ${last_name}`.trim() || username,
      detail: status === 1 ? username : `${username}, disabled`,
    }),
  );
  // Answers to what was typed before: nobody is chosen by a quick Enter who does not fit any more.
  const fitting = isPlaceholderData ? people.filter((person) => fits(person, typed)) : people;
  const items = typed === '' ? [ANYBODY, ...fitting] : fitting;
  return (
    <Combobox.Root
      items={items}
      filter={null}
      value={value}
      onValueChange={(person) => {
        if (person) onChange(person);
      }}
      onInputValueChange={(text, { reason }) => setTyped(reason === 'input-change' ? text.trim() : '')}
      itemToStringLabel={({ label }: PickedPerson) => label}
      isItemEqualToValue={(a: PickedPerson, b: PickedPerson) => a.id === b.id}
    >
      <div className="relative">
        <Combobox.Input
          aria-label="Person"
          placeholder="Search for a person"
          spellCheck={false}
          className={cn(BOX, 'pr-9')}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Combobox.Trigger
          aria-label="Show people"
          tabIndex={-1}
          className="absolute top-0 right-0 flex h-full w-9 cursor-pointer items-center justify-center rounded-control text-muted"
        >
          <ChevronsUpDown aria-hidden="true" className="size-4" />
        </Combobox.Trigger>
      </div>
      <Combobox.Portal>
        <Combobox.Positioner sideOffset={4} className="z-50 outline-none">
          <Combobox.Popup className="max-h-(--available-height) w-(--anchor-width) overflow-y-auto rounded-card border border-border bg-surface p-1 text-sm text-text shadow-float">
            <Combobox.Empty className="px-2.5 text-[13px] text-muted not-empty:py-2">
              {isFetching ? 'Searching…' : 'Nobody of this name.'}
            </Combobox.Empty>
            <Combobox.List>
              {(person: PickedPerson) => (
                <Combobox.Item
                  key={person.id}
                  value={person}
                  className="flex min-h-8 cursor-pointer items-center gap-2.5 rounded-control px-2.5 py-1.5 outline-none select-none data-highlighted:bg-hover pointer-coarse:min-h-11"
                >
                  {person.id === 0 ? (
                    <Globe aria-hidden="true" className="size-4 shrink-0 text-muted" />
                  ) : (
                    <UserRound aria-hidden="true" className="size-4 shrink-0 text-muted" />
                  )}
                  <span className="min-w-0 flex-1">
                    {person.label}
                    <span className="block text-xs text-muted">{person.detail}</span>
                  </span>
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

function fits({ label, detail }: PickedPerson, typed: string): boolean {
  return `${label} ${detail}`.toLowerCase().includes(typed.toLowerCase());
}
