import { z } from 'zod';
import { id, int, list } from '#lib/contracts/fields.ts';
import { selectionFields } from '#lib/contracts/image-filters.ts';
import { basket, basketChange } from '#lib/contracts/portfolios.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { MOST_IMAGES } from '#lib/portfolios/edit-images.ts';
import { clearBasket, countBasket, fillBasket, readBasket } from '#lib/portfolios/store/basket.ts';
import { type Call, endpoint } from '../door/endpoint.ts';
import { imageResource } from '../resources/image.ts';
import { selectedIds } from '../resources/selected-ids.ts';

const path = '/basket/';
const common = { tag: 'Portfolios', access: 'signed-in', internal: true } as const;

/** Images that somebody collects while browsing; they stay until they are taken out. */
export const basketEndpoints = [
  endpoint({
    ...common,
    method: 'GET',
    path,
    name: 'getBasket',
    summary: 'The images in the own basket, in the order in which they were put in',
    scope: 'read',
    query: z.object({ limit: int(0, MOST_IMAGES).default(MOST_IMAGES) }),
    answer: basket,
    async handle(call) {
      const { parts, query } = call;
      const userId = ownerOf(call);
      const [images, total] = await Promise.all([
        readBasket(parts.db, userId, query.limit),
        countBasket(parts.db, userId),
      ]);
      const seen = images.filter(
        ({ folder }) => parts.permissions.level(call.caller.principal, folder.path) >= LEVEL.view,
      );
      return { images: seen.map((image) => imageResource(image, call)), total };
    },
  }),
  endpoint({
    ...common,
    method: 'POST',
    path,
    name: 'fillBasket',
    summary: 'Put the selected images into the own basket',
    description: `Those that the caller may not view are left out, and those beyond ${MOST_IMAGES.toLocaleString('en')}.`,
    scope: 'write',
    body: z.object({ selection: selectionFields }),
    answer: basketChange,
    async handle(call) {
      const { db } = call.parts;
      const userId = ownerOf(call);
      const ids = await selectedIds(call, call.body.selection, MOST_IMAGES);
      const changed = await fillBasket(db, userId, ids, MOST_IMAGES);
      return { changed, total: await countBasket(db, userId) };
    },
  }),
  endpoint({
    ...common,
    method: 'DELETE',
    path,
    name: 'clearBasket',
    summary: 'Take images out of the own basket: those of some ids, or all',
    scope: 'write',
    query: z.object({ ids: list(id, 1000).optional() }),
    answer: basketChange,
    async handle(call) {
      const { db } = call.parts;
      const userId = ownerOf(call);
      const changed = await clearBasket(db, userId, call.query.ids ?? 'all');
      return { changed, total: await countBasket(db, userId) };
    },
  }),
];

function ownerOf({ caller }: Pick<Call<unknown, unknown>, 'caller'>): number {
  return caller.principal.userId ?? 0;
}
