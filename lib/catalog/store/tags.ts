import type { Database } from '#lib/db/client.ts';
import type { Regions } from '#lib/permissions/regions.ts';
import { Prisma } from '../../../prisma/generated/client.ts';
import { beginningWith, containing } from '../search-terms.ts';
import { inTime, visible } from './search-conditions.ts';

/** The database, or a transaction on it. */
type Tables = Pick<Database, '$queryRaw' | '$executeRaw'>;

/** A tag with how many images have it. */
export type TagRecord = { id: number; name: string; images: number };

/** Told from other locks of whole tables. */
const LOCK = 7_261_203;

/** The tags of an image, by name. */
export async function readTags(db: Tables, imageId: number): Promise<string[]> {
  const rows = await db.$queryRaw<Array<{ name: string }>>`
    SELECT t.name FROM imagetags it JOIN tags t ON t.id = it.tag_id
    WHERE it.image_id = ${imageId} ORDER BY lower(t.name)`;
  return rows.map(({ name }) => name);
}

/** Gives an image tags and takes others; new ones are made, those that no image has any more are deleted. */
export async function saveTags(
  tx: Tables,
  imageId: number,
  { added, removed }: { added: readonly string[]; removed: readonly string[] },
): Promise<void> {
  // One at a time: a tag that is being deleted because nobody has it must not be given to somebody.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK}::bigint)`;
  await tx.$executeRaw`
    INSERT INTO tags (name) SELECT u.name FROM unnest(${[...added]}::text[]) AS u (name)
    WHERE NOT EXISTS (SELECT 1 FROM tags t WHERE lower(t.name) = lower(u.name))
    ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`
    INSERT INTO imagetags (image_id, tag_id)
    SELECT ${imageId}::int, t.id FROM tags t
    WHERE lower(t.name) IN (SELECT lower(name) FROM unnest(${[...added]}::text[]) AS u (name))
    ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`
    WITH gone AS (
      SELECT t.id FROM tags t WHERE lower(t.name) IN (SELECT lower(name) FROM unnest(${[...removed]}::text[]) AS u (name))
    ), taken AS (
      DELETE FROM imagetags it USING gone WHERE it.tag_id = gone.id AND it.image_id = ${imageId}
    )
    DELETE FROM tags t USING gone WHERE t.id = gone.id
      AND NOT EXISTS (SELECT 1 FROM imagetags it WHERE it.tag_id = t.id AND it.image_id <> ${imageId})`;
}

/**
 * Tags of present images that somebody may see, the ones that begin with a text first, then by how many images have them.
 * The numbers are of those images alone. Throws busy when it takes more than five seconds.
 */
export async function listTags(
  db: Database,
  { text, regions, limit }: { text: string; regions: Regions; limit: number },
): Promise<TagRecord[]> {
  const wanted = [
    Prisma.sql`i.status = 1`,
    Prisma.sql`lower(t.name) LIKE lower(${containing(text)})`,
    ...visible(regions),
  ];
  const [rows] = await inTime<[TagRecord[]]>(
    db,
    [
      Prisma.sql`
        SELECT t.id, t.name, count(*)::int AS images
        FROM tags t JOIN imagetags it ON it.tag_id = t.id JOIN images i ON i.id = it.image_id
        WHERE ${Prisma.join(wanted, ' AND ')}
        GROUP BY t.id
        ORDER BY lower(t.name) LIKE lower(${beginningWith(text)}) DESC, count(*) DESC, lower(t.name)
        LIMIT ${limit}::int`,
    ],
    false,
  );
  return rows;
}
