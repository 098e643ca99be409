import { z } from 'zod';
import { selectionSearch } from '#lib/catalog/image-filters.ts';
import { largestId } from '#lib/catalog/store/browse-images.ts';
import type { ImageSearch } from '#lib/catalog/store/search-conditions.ts';
import { changeFields, type ImageChange } from '#lib/contracts/image-changes.ts';
import { type Selection, selectionFields } from '#lib/contracts/image-filters.ts';
import { imageTotals } from '#lib/contracts/library.ts';
import { task } from '#lib/contracts/resources.ts';
import { conflict, notFound } from '#lib/errors/error.ts';
import { readChangeWish, writeImageWish } from '#lib/jobs/image-wish.ts';
import { normalizeFolderPath } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { regionsOf } from '#lib/permissions/regions.ts';
import { type Call, endpoint, outcome } from '../door/endpoint.ts';
import { requireFewTasks } from '../resources/few-tasks.ts';
import { taskResources } from '../resources/task.ts';

const tag = 'Library';
/** Seconds that the outcome of a change is kept. */
const WEEK = 7 * 24 * 3600;

const VERBS: Readonly<Record<ImageChange['action'], string>> = {
  move: 'Move',
  delete: 'Delete',
  edit: 'Edit',
  tag: 'Tag',
  untag: 'Take tags from',
};

/** Doing something with many images: those of some ids, or all of a search. */
export const selectionEndpoints = [
  endpoint({
    method: 'POST',
    path: '/selection/count/',
    name: 'countSelection',
    summary: 'How many of the selected images there are, and how large they are',
    tag,
    access: 'signed-in',
    rights: 'Counts what the caller may view',
    scope: 'read',
    internal: true,
    body: z.object({ selection: selectionFields }),
    answer: imageTotals,
    handle: (call) => call.parts.browsing.count(searchOf(call, call.body.selection)),
  }),
  endpoint({
    method: 'POST',
    path: '/selection/tasks/',
    name: 'changeSelection',
    summary: 'Move, delete, edit or tag the selected images in the background',
    description:
      'Each image takes the rights that the same takes for it alone; one that fails does not stop the others. The result of the task tells how many were done, which failed and what can be taken back.',
    tag,
    access: 'signed-in',
    rights: 'Needs for each image what the call for it alone needs; for move, Upload on the folder',
    scope: 'write',
    internal: true,
    body: z.object({ ...changeFields, selection: selectionFields }),
    answer: task,
    statuses: [202, 403, 404, 409, 429],
    async handle(call) {
      const { parts, body, caller } = call;
      const { selection, ...wish } = body;
      const change = readChangeWish(wish);
      await requireFewTasks(call);
      const where = change.folder === undefined ? '' : ` to ${await permittedTarget(call, change.folder)}`;
      const { images } = await parts.browsing.count(searchOf(call, selection));
      const number = images.toLocaleString('en');
      const added = await parts.tasks.add({
        name: `${VERBS[change.action]} ${number} image${images === 1 ? '' : 's'}${where}`,
        funcname: 'change_images',
        params: {
          ...writeImageWish(change, selection, await largestId(parts.db)),
          // Each call has its own task.
          request: call.request.id,
        },
        userId: caller.principal.userId ?? null,
        priority: 10,
        keepFor: WEEK,
      });
      if (!added) throw conflict('an identical task already exists');
      const [data] = await taskResources(call, [added]);
      return outcome({ data, status: 202 });
    },
  }),
];

function searchOf(
  { parts, caller }: Pick<Call<unknown, unknown>, 'parts' | 'caller'>,
  selection: Selection,
): ImageSearch {
  return selectionSearch(selection, regionsOf(caller.principal, parts.permissions.grants(), LEVEL.view));
}

/** A folder that is there and that the caller may put images into. Throws otherwise. */
async function permittedTarget(
  call: Pick<Call<unknown, unknown>, 'parts' | 'requireLevel'>,
  typed: string,
): Promise<string> {
  const folder = normalizeFolderPath(typed, 'folder');
  call.requireLevel(folder, LEVEL.upload);
  if (!(await call.parts.storage.hasFolder(folder.slice(1)))) throw notFound(`there is no folder ${folder}`);
  return folder;
}
