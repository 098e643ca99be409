import type { Database } from '#lib/db/client.ts';

/** What is shown of an image beside its record. */
export type ShownFacts = {
  /** By name. */
  tags: string[];
  /** The point that cut pictures keep in view, as fractions 0..1; null = none chosen. */
  focus: { x: number; y: number } | null;
};

/** Tags and focal points of some images, by id. */
export async function readShownFacts(
  db: Database,
  ids: readonly number[],
): Promise<ReadonlyMap<number, ShownFacts>> {
  const rows = await db.$queryRaw<Array<{ id: number; x: number | null; y: number | null; tags: string[] }>>`
    SELECT i.id, i.focus_x AS x, i.focus_y AS y, ARRAY(
      SELECT t.name FROM imagetags it JOIN tags t ON t.id = it.tag_id WHERE it.image_id = i.id ORDER BY lower(t.name)
    ) AS tags
    FROM images i WHERE i.id = ANY(${[...ids]}::int[])`;
  return new Map(
    rows.map(({ id, x, y, tags }) => [id, { tags, focus: x === null || y === null ? null : { x, y } }]),
  );
}
