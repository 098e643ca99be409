import type { Actor } from '#lib/audit/audit.ts';
import { recordAudit } from '#lib/audit/store.ts';
import { badRequest, notFound } from '#lib/errors/error.ts';
import { type ImageParts, NO_IMAGE } from './image-parts.ts';
import { ACTION } from './store/codes.ts';
import { lockImage, noteHistory } from './store/image-changes.ts';
import { readTags, saveTags } from './store/tags.ts';

/** Tags that an image may have. */
export const MOST_TAGS = 50;
/** Characters of a tag. */
export const LONGEST_TAG = 60;

/** Makes the tags that an image should have of those it has. */
export type TagChange = (before: readonly string[]) => readonly string[];

/** The same tags and some more. */
export const withTags =
  (more: readonly string[]): TagChange =>
  (before) => [...before, ...more];

/** The same tags without some, in any case. */
export function withoutTags(fewer: readonly string[]): TagChange {
  const gone = new Set(fewer.map(identity));
  return (before) => before.filter((name) => !gone.has(identity(name)));
}

/**
 * Names of tags as they are stored: without spaces around, each once whatever its case. Throws 400 for one that is empty,
 * too long or holds a comma, which separates tags.
 */
export function readTagNames(typed: readonly string[]): string[] {
  const names = new Map<string, string>();
  for (const each of typed) {
    const name = each.replace(/\s+/g, ' ').trim();
    const length = Array.from(name).length;
    if (length === 0 || length > LONGEST_TAG) {
      throw badRequest(`tags: expected names of 1 to ${LONGEST_TAG} characters`);
    }
    if (name.includes(',')) throw badRequest('tags: a name holds no comma');
    if (!names.has(identity(name))) names.set(identity(name), name);
  }
  return [...names.values()];
}

/**
 * Changes the tags of an image and returns those that it has then, by name. Nothing is noted when they stay the same.
 * Throws not_found, and 400 when there would be too many.
 */
export async function changeTags(
  { db, catalog }: Pick<ImageParts, 'db' | 'catalog'>,
  id: number,
  change: TagChange,
  actor: Actor,
): Promise<string[]> {
  const outcome = await db.$transaction(async (tx) => {
    const image = await lockImage(tx, id);
    if (!image) throw notFound(NO_IMAGE);
    const before = await readTags(tx, id);
    const wanted = readTagNames(change(before));
    if (wanted.length > MOST_TAGS) throw badRequest(`tags: an image has at most ${MOST_TAGS}`);
    const had = new Set(before.map(identity));
    const has = new Set(wanted.map(identity));
    const added = wanted.filter((name) => !had.has(identity(name)));
    const removed = before.filter((name) => !has.has(identity(name)));
    if (added.length + removed.length === 0) return { image, tags: before, changed: false };
    await saveTags(tx, id, { added, removed });
    const after = await readTags(tx, id);
    const words = [...added, ...removed.map((name) => `(${name})`)].join(', ');
    await noteHistory(tx, id, actor, ACTION.edited, `Tags: ${words}`);
    await recordAudit(tx, actor, {
      action: 'image.tag',
      objectType: 'image',
      objectId: id,
      objectName: image.src,
      details: { before: { tags: before }, after: { tags: after } },
    });
    return { image, tags: after, changed: true };
  });
  if (outcome.changed) catalog.edited(outcome.image);
  return outcome.tags;
}

function identity(name: string): string {
  return name.toLowerCase();
}
