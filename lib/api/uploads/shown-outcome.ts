import type { z } from 'zod';
import { readImage } from '#lib/catalog/store/image-records.ts';
import type { image } from '#lib/contracts/resources.ts';
import { EmulsionError, notFound } from '#lib/errors/error.ts';
import { imageResource, type Viewer } from '../resources/image.ts';
import type { UploadOutcome } from './upload-note.ts';
import type { Sender } from './uploads.ts';

/** The image that an upload became. Throws what kept it from being stored. */
export async function shownOutcome(
  outcome: UploadOutcome,
  sender: Viewer & Pick<Sender, 'parts'>,
): Promise<z.input<typeof image>> {
  if (outcome.kind === 'failed') throw new EmulsionError(outcome.code, outcome.message);
  const record = await readImage(sender.parts.db, outcome.imageId);
  if (!record) throw notFound('the image has been deleted since');
  return imageResource(record, sender);
}
