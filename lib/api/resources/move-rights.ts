import { type MovePlan, planMove } from '#lib/catalog/move-image.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import type { Call } from '../door/endpoint.ts';

/** A move of an image to a path, which the caller may carry out. Throws what planMove throws, and forbidden. */
export async function permittedMove(
  { parts, requireLevel }: Pick<Call<unknown, unknown>, 'parts' | 'requireLevel'>,
  id: number,
  path: string,
): Promise<MovePlan> {
  const plan = await planMove(parts, id, path, parts.settings.files.unicodeNames, (folder) =>
    requireLevel(folder, LEVEL.view),
  );
  if (plan.same) return plan;
  requireLevel(plan.toFolder, LEVEL.upload);
  if (plan.fromFolder !== plan.toFolder) requireLevel(plan.fromFolder, LEVEL.delete);
  return plan;
}
