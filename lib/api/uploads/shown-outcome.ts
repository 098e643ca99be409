import type { z } from 'zod';
import { readImage } from '#lib/catalog/store/image-records.ts';
import type { image } from '#lib/contracts/resources.ts';
import { EmulsionError, notFound } from '#lib/errors/error.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { imageResource, type Viewer } from '../resources/image.ts';
import type { UploadOutcome } from './upload-note.ts';
import type { Sender } from './uploads.ts';

/**
 * The image that an upload became. Throws what kept it from being stored, and not_found when it is gone or was moved to
 * where the sender may not look.
 */
export async function shownOutcome(
  outcome: UploadOutcome,
  sender: Viewer & Pick<Sender, 'parts'>,
): Promise<z.input<typeof image>> {
  if (outcome.kind === 'failed') throw new EmulsionError(outcome.code, outcome.message);
  const record = await readImage(sender.parts.db, outcome.imageId);
  const level = record ? sender.parts.permissions.level(sender.caller.principal, record.folder.path) : 0;
  if (!record || level < LEVEL.view) throw notFound('the image has been deleted or moved since');
  return imageResource(record, sender);
}
