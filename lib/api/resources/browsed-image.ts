import type { z } from 'zod';
import { type ImageRecord, readImages } from '#lib/catalog/store/image-records.ts';
import { readShownFacts, type ShownFacts } from '#lib/catalog/store/shown-facts.ts';
import type { browsedImage as shape } from '#lib/contracts/library.ts';
import type { Call } from '../door/endpoint.ts';
import { imageResource } from './image.ts';

type Viewer = Pick<Call<unknown, unknown>, 'parts' | 'caller' | 'links'>;

/**
 * Images as the library page shows them, in the order of their ids. Those that have not been measured yet are; those
 * that have vanished are left out.
 * @param folder of all of them when it is one, so that each file is looked at
 */
export async function browsedImages(
  call: Viewer,
  ids: readonly number[],
  folder: string | undefined,
): Promise<Array<z.input<typeof shape>>> {
  const { db } = call.parts;
  const [records, facts] = await Promise.all([readImages(db, ids), readShownFacts(db, ids)]);
  const present = records.filter((record) => record !== undefined);
  const current = await inStep(call, present, folder);
  return current.map((record) => browsedImage(call, record, facts.get(record.id)));
}

async function inStep(
  { parts }: Viewer,
  records: ImageRecord[],
  folder: string | undefined,
): Promise<ImageRecord[]> {
  const doubtful = folder === undefined ? records.filter(({ measured }) => !measured) : records;
  if (doubtful.length === 0) return records;
  const looked = new Map<string, ImageRecord | undefined>(doubtful.map(({ src }) => [src, undefined]));
  for (const inOne of Map.groupBy(doubtful, (record) => record.folder.path).values()) {
    const found = await parts.listings.records(inOne.map(({ src }) => src));
    for (const [src, record] of found) looked.set(src, record);
  }
  return records
    .map((record) => (looked.has(record.src) ? looked.get(record.src) : record))
    .filter((record) => record !== undefined);
}

function browsedImage(
  call: Viewer,
  record: ImageRecord,
  facts: ShownFacts | undefined,
): z.input<typeof shape> {
  const { fileSize, fileTime } = record;
  return {
    ...imageResource(record, call),
    bytes: fileSize,
    time: new Date(fileTime).toISOString(),
    version: `${fileTime.toString(36)}-${fileSize.toString(36)}`,
    tags: facts?.tags ?? [],
    focus: facts?.focus ?? null,
    access: call.parts.permissions.level(call.caller.principal, record.folder.path),
  };
}
