import { type ImageRecord, readImage } from '#lib/catalog/store/image-records.ts';
import { notFound } from '#lib/errors/error.ts';
import type { Call } from '../door/endpoint.ts';

/** The image that a path names, present or deleted. Throws not_found, then forbidden without the level on its folder. */
export async function imageFor(call: Call<unknown, unknown>, level: number): Promise<ImageRecord> {
  const found = await readImage(call.parts.db, call.params.id);
  if (!found) throw notFound(`there is no image ${call.params.id}`);
  call.requireLevel(found.folder.path, level);
  return found;
}
