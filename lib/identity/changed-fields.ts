/** For the audit record: the fields that are not the same any more, as they were and as they are. */
export function changedFields<Row extends object>(
  before: Row,
  after: Row,
  names: readonly (keyof Row & string)[],
): { before: Partial<Row>; after: Partial<Row> } {
  const changed = names.filter((name) => String(before[name]) !== String(after[name]));
  const pick = (row: Row) => Object.fromEntries(changed.map((name) => [name, row[name]])) as Partial<Row>;
  return { before: pick(before), after: pick(after) };
}
