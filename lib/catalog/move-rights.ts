import { LEVEL } from '#lib/permissions/levels.ts';
import type { ImageParts } from './image-parts.ts';
import { type MovePlan, planMove } from './move-image.ts';

/**
 * A move of an image to a path, checked in the order of the contract, rights included. Throws what planMove and
 * `requireLevel` throw.
 */
export async function permittedMove(
  parts: Pick<ImageParts, 'db' | 'storage'>,
  { id, path, unicodeNames }: { id: number; path: string; unicodeNames: boolean },
  requireLevel: (folder: string, level: number) => void,
): Promise<MovePlan> {
  const plan = await planMove(parts, id, path, unicodeNames, (folder) => requireLevel(folder, LEVEL.view));
  if (plan.same) return plan;
  requireLevel(plan.toFolder, LEVEL.upload);
  if (plan.fromFolder !== plan.toFolder) requireLevel(plan.fromFolder, LEVEL.delete);
  return plan;
}
