import { selectionSearch } from '#lib/catalog/image-filters.ts';
import { selectIds } from '#lib/catalog/store/browse-images.ts';
import type { Selection } from '#lib/contracts/image-filters.ts';
import { badRequest } from '#lib/errors/error.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { regionsOf } from '#lib/permissions/regions.ts';
import type { Call } from '../door/endpoint.ts';

const LARGEST_ID = 2_147_483_647;

/** Ids of the selected images that the caller may view. Throws 400 for more than `most`. */
export async function selectedIds(
  { parts, caller }: Pick<Call<unknown, unknown>, 'parts' | 'caller'>,
  selection: Selection,
  most: number,
): Promise<number[]> {
  const search = selectionSearch(
    selection,
    regionsOf(caller.principal, parts.permissions.grants(), LEVEL.view),
  );
  const found = await selectIds(parts.db, search, { after: 0, upTo: LARGEST_ID, limit: most + 1 });
  if (found.length > most)
    throw badRequest(`selection: expected at most ${most.toLocaleString('en')} images`);
  // Named ones keep their order.
  if (!selection.ids) return found;
  const known = new Set(found);
  return selection.ids.filter((each) => known.has(each));
}
