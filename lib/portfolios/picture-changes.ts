import { badRequest } from '#lib/errors/error.ts';
import type { PartialLimits } from '#lib/transform/kinds.ts';
import { templateToStore } from '#lib/transform/template.ts';

/** Characters of JSON: answers list the changes of thousands of images. */
const LONGEST = 10_000;

/**
 * Changes of a picture in the form of templates, checked and ready to be stored. Throws 400 for what is no object of
 * fields, for wrong values, and for more than 10,000 characters.
 */
export function readPictureChanges(json: unknown, limits: PartialLimits): Record<string, unknown> {
  const stored = templateToStore(json, limits);
  if (JSON.stringify(stored).length <= LONGEST) return stored;
  throw badRequest(`image_parameters: expected at most ${LONGEST.toLocaleString('en')} characters of JSON`);
}
