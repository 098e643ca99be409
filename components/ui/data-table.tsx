'use client';

import {
  type ColumnDef,
  createSortedRowModel,
  rowSortingFeature,
  type SortingState,
  sortFns,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Cell, HeadCell, Row, Table } from './table.tsx';

const FEATURES = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns,
});

/** A column of a DataTable. */
export type DataColumn<Shape extends object> = {
  /** Name of the column in the address; also its key. */
  id: string;
  heading: string;
  /** What rows are sorted by, when the column can be sorted: text without regard to case, numbers, or ISO dates. */
  sortBy?: (row: Shape) => string | number;
  cell: (row: Shape) => ReactNode;
  className?: string;
  /** Its heading is read aloud only, as for a column of buttons. */
  quiet?: boolean;
};

/**
 * A table whose rows are all there and are sorted in the browser. The owner keeps the order, usually in the address: the
 * id of a column, with `-` in front for descending.
 */
export function DataTable<Shape extends object>({
  label,
  rows,
  columns,
  rowKey,
  sort,
  onSort,
}: {
  /** Its name for screen readers. */
  label: string;
  /** A stable reference; as it comes from a query. */
  rows: readonly Shape[];
  /** Made once, outside of the component or memoised. */
  columns: ReadonlyArray<DataColumn<Shape>>;
  rowKey: (row: Shape) => string | number;
  sort: string;
  onSort: (sort: string) => void;
}) {
  const sorting: SortingState =
    sort === '' ? [] : [{ id: sort.replace(/^-/, ''), desc: sort.startsWith('-') }];
  const table = useTable({
    features: FEATURES,
    data: rows,
    columns: columns.map(definition),
    getRowId: (row) => String(rowKey(row)),
    state: { sorting },
  });
  return (
    <Table label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <Heading key={column.id} column={column} sort={sort} onSort={onSort} />
          ))}
        </tr>
      </thead>
      <tbody>
        {table.getRowModel().rows.map((row) => (
          <Row key={row.id}>
            {columns.map((column) => (
              <Cell key={column.id} className={column.className}>
                {column.cell(row.original)}
              </Cell>
            ))}
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

function definition<Shape extends object>({
  id,
  heading,
  sortBy,
}: DataColumn<Shape>): ColumnDef<typeof FEATURES, Shape> {
  return {
    id,
    header: heading,
    accessorFn: (row: Shape) => sortBy?.(row) ?? '',
    enableSorting: sortBy !== undefined,
    sortFn: 'alphanumeric',
  };
}

function Heading<Shape extends object>({
  column,
  sort,
  onSort,
}: {
  column: DataColumn<Shape>;
  sort: string;
  onSort: (sort: string) => void;
}) {
  const { id, heading, sortBy, quiet, className } = column;
  if (!sortBy) {
    return (
      <HeadCell className={className}>
        {quiet ? <span className="sr-only">{heading}</span> : heading}
      </HeadCell>
    );
  }
  const direction = sort === id ? 'ascending' : sort === `-${id}` ? 'descending' : undefined;
  const Icon = direction === 'ascending' ? ArrowUp : direction === 'descending' ? ArrowDown : ChevronsUpDown;
  return (
    <HeadCell className={className} aria-sort={direction}>
      <button
        type="button"
        onClick={() => onSort(direction === 'ascending' ? `-${id}` : id)}
        className="-mx-1.5 inline-flex h-7 cursor-pointer items-center gap-1 rounded-control px-1.5 hover:text-text"
      >
        {heading}
        <Icon aria-hidden="true" className="size-3.5" />
      </button>
    </HeadCell>
  );
}
