'use client';

import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import { HeadCell } from '../ui/table.tsx';

/** The heading of a column that the server sorts by; `-` in front of its name is from the end. */
export function SortHeading({
  name,
  heading,
  sort,
  onSort,
  className,
}: {
  name: string;
  heading: string;
  sort: string;
  onSort: (sort: string) => void;
  className?: string;
}) {
  const direction = sort === name ? 'ascending' : sort === `-${name}` ? 'descending' : undefined;
  const Icon = direction === 'ascending' ? ArrowUp : direction === 'descending' ? ArrowDown : ChevronsUpDown;
  return (
    <HeadCell className={className} aria-sort={direction}>
      <button
        type="button"
        onClick={() => onSort(direction === 'ascending' ? `-${name}` : name)}
        className="-mx-1.5 inline-flex h-7 cursor-pointer items-center gap-1 rounded-control px-1.5 hover:text-text"
      >
        {heading}
        <Icon aria-hidden="true" className="size-3.5" />
      </button>
    </HeadCell>
  );
}
