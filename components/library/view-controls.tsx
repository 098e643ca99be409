'use client';

import { ArrowDownUp, LayoutGrid, List, Rows3 } from 'lucide-react';
import { Button, IconButton } from '../ui/button.tsx';
import { cn } from '../ui/class-names.ts';
import { Menu, MenuChoices } from '../ui/menu.tsx';
import type { Density, View } from './grid-layout.ts';
import type { Sort } from './listing.ts';

const SORT_NAMES: ReadonlyArray<{ value: Sort; label: string; short: string }> = [
  { value: 'name', label: 'Name, A to Z', short: 'Name' },
  { value: '-name', label: 'Name, Z to A', short: 'Name, Z to A' },
  { value: '-date', label: 'Newest file first', short: 'Newest' },
  { value: 'date', label: 'Oldest file first', short: 'Oldest' },
  { value: '-size', label: 'Largest file first', short: 'Largest' },
  { value: 'size', label: 'Smallest file first', short: 'Smallest' },
  { value: '-found', label: 'Last added first', short: 'Last added' },
  { value: 'found', label: 'First added first', short: 'First added' },
  { value: 'relevance', label: 'Best match first', short: 'Best match' },
];

const DENSITIES: ReadonlyArray<{ value: Density; label: string }> = [
  { value: 'small', label: 'Small' },
  { value: 'medium', label: 'Medium' },
  { value: 'large', label: 'Large' },
];

/** The order of the images. */
export function SortMenu({
  sort,
  searching,
  onSort,
}: {
  sort: Sort;
  /** Whether there are words that images can match better or worse. */
  searching: boolean;
  onSort: (sort: Sort) => void;
}) {
  const choices = SORT_NAMES.filter(({ value }) => searching || value !== 'relevance');
  const name = choices.find(({ value }) => value === sort)?.short ?? 'Name';
  return (
    <Menu
      align="end"
      trigger={
        <Button size="small" look="quiet" aria-label={`Order: ${name}`} className="pointer-coarse:px-3">
          <ArrowDownUp aria-hidden="true" />
          <span className="max-sm:hidden">{name}</span>
        </Button>
      }
    >
      <MenuChoices label="Order" value={sort} onChange={onSort} choices={choices} />
    </Menu>
  );
}

/** Grid or list, and how large. */
export function ViewControls({
  view,
  density,
  onView,
  onDensity,
}: {
  view: View;
  density: Density;
  onView: (view: View) => void;
  onDensity: (density: Density) => void;
}) {
  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton label="Size of the pictures" size="small">
            <Rows3 aria-hidden="true" />
          </IconButton>
        }
      >
        <MenuChoices label="Size of the pictures" value={density} onChange={onDensity} choices={DENSITIES} />
      </Menu>
      <div role="group" aria-label="View" className="flex">
        <IconButton
          label="Grid"
          size="small"
          aria-pressed={view === 'grid'}
          className={cn(view === 'grid' && 'bg-hover')}
          onClick={() => onView('grid')}
        >
          <LayoutGrid aria-hidden="true" />
        </IconButton>
        <IconButton
          label="List"
          size="small"
          aria-pressed={view === 'list'}
          className={cn(view === 'list' && 'bg-hover')}
          onClick={() => onView('list')}
        >
          <List aria-hidden="true" />
        </IconButton>
      </div>
    </>
  );
}
