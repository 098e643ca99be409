import type { MovePlan } from '#lib/catalog/move-image.ts';
import { permittedMove as permitted } from '#lib/catalog/move-rights.ts';
import type { Call } from '../door/endpoint.ts';

/** A move of an image to a path, which the caller may carry out. Throws what planMove throws, and forbidden. */
export async function permittedMove(
  { parts, requireLevel }: Pick<Call<unknown, unknown>, 'parts' | 'requireLevel'>,
  id: number,
  path: string,
): Promise<MovePlan> {
  const { unicodeNames } = parts.settings.files;
  return permitted(parts, { id, path, unicodeNames }, requireLevel);
}
