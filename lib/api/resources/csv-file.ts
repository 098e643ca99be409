import { csvLine } from '#lib/format/csv.ts';
import { outcome } from '../door/endpoint.ts';

type Value = string | number | null;

/**
 * A table as a CSV file to be saved.
 * @param name of the file, without its ending
 */
export function csvFile(name: string, head: readonly string[], rows: ReadonlyArray<readonly Value[]>) {
  const lines = [head, ...rows].map((row) => csvLine(row.map((value) => value ?? '')));
  return outcome({
    data: null,
    headers: ['Content-Disposition', `attachment; filename="${name}.csv"`, 'Cache-Control', 'no-store'],
    page: { type: 'text/csv; charset=utf-8', text: lines.join('') },
  });
}

/** The columns of rows by their names, in the order of the first row. */
export function columnsOf(rows: ReadonlyArray<Readonly<Record<string, Value>>>, names: readonly string[]) {
  return rows.map((row) => names.map((name) => row[name] ?? null));
}
