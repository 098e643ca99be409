import { z } from 'zod';
import { id, int, list } from '#lib/contracts/fields.ts';
import { restoredEntry } from '#lib/contracts/library.ts';
import { task } from '#lib/contracts/resources.ts';
import { badRequest, conflict, notFound } from '#lib/errors/error.ts';
import { readIds, writeIds } from '#lib/jobs/id-runs.ts';
import { readableTrash, restoreTrashedImage } from '#lib/jobs/restore-trash.ts';
import { type Call, endpoint, outcome } from '../door/endpoint.ts';
import { successMessage } from '../door/messages.ts';
import { failedPart } from '../resources/failed-part.ts';
import { requireFewTasks } from '../resources/few-tasks.ts';
import { taskResources } from '../resources/task.ts';

const MOST_ENTRIES = 10_000;
/** Entries that a caller waits for. */
const MOST_AT_ONCE = 200;
/** Seconds that the outcome of a task is kept. */
const WEEK = 7 * 24 * 3600;

/** Bringing back much of the trash. */
export const restoreManyEndpoints = [
  endpoint({
    method: 'POST',
    path: '/trash/restore/',
    name: 'restoreMany',
    summary: 'Bring entries of the trash back to where they were',
    description:
      'Those of some ids, or those that a task of /selection/tasks/ made. Answers 200 with a result for each entry, in the order of the ids; 202 with a task for more than 200 entries, and when a folder is among them.',
    tag: 'Trash',
    access: 'signed-in',
    rights: 'Needs for each entry what restoring it alone needs; tasks of others need admin_all',
    scope: 'write',
    internal: true,
    body: z.object({
      ids: list(id, MOST_ENTRIES).optional(),
      task: int(1, Number.MAX_SAFE_INTEGER).optional(),
    }),
    answer: z.union([z.array(restoredEntry), task]),
    statuses: [202, 404, 409, 429],
    async handle(call) {
      const { parts, caller } = call;
      const ids = await entriesOf(call, call.body);
      const level = (folder: string) => parts.permissions.level(caller.principal, folder);
      const entries =
        ids.length <= MOST_AT_ONCE
          ? await Promise.all(ids.map((each) => readableTrash(parts, { level }, each)))
          : [];
      if (ids.length > MOST_AT_ONCE || entries.some((entry) => entry?.kind === 'folder')) {
        return inBackground(call, ids);
      }
      const results: Array<z.input<typeof restoredEntry>> = [];
      for (const [index, entryId] of ids.entries()) {
        if (call.request.signal.aborted) break;
        try {
          const entry = entries[index];
          if (!entry) throw notFound(`the trash holds nothing with the id ${entryId}`);
          const restored = await restoreTrashedImage(parts, entry, { level }, call.actor);
          const { id: imageId, src } = restored;
          results.push({ id: entryId, status: 200, message: successMessage(200), image_id: imageId, src });
        } catch (error) {
          const { message, status } = failedPart(error, call).shown.error;
          results.push({ id: entryId, status, message, image_id: null, src: null });
        }
      }
      return results;
    },
  }),
];

type RestoreCall = Pick<Call<unknown, unknown>, 'parts' | 'caller' | 'request'>;

async function inBackground(call: RestoreCall, ids: readonly number[]) {
  await requireFewTasks(call);
  const added = await call.parts.tasks.add({
    name: `Restore ${ids.length.toLocaleString('en')} entries of the trash`,
    funcname: 'restore_trash',
    params: { ids: writeIds(ids), request: call.request.id },
    userId: call.caller.principal.userId ?? null,
    priority: 10,
    keepFor: WEEK,
  });
  if (!added) throw conflict('an identical task already exists');
  const [data] = await taskResources(call, [added]);
  return outcome({ data, status: 202 });
}

/** The entries that are meant. Throws 400, and 404 for a task that is not the caller's or made none. */
async function entriesOf(
  { parts, caller }: RestoreCall,
  { ids, task: taskId }: { ids?: number[] | undefined; task?: number | undefined },
): Promise<number[]> {
  if ((ids === undefined) === (taskId === undefined)) throw badRequest('expected either ids or task');
  if (taskId === undefined) return [...new Set(ids)];
  const found = await parts.tasks.get(taskId);
  const { userId, flags } = caller.principal;
  const own = found?.userId === userId || flags.has('admin_all');
  const made = found?.funcname === 'change_images' && own ? madeBy(found.result) : undefined;
  if (made === undefined) throw notFound(`there is no task ${taskId} whose deletions can be taken back`);
  return readIds(made);
}

/** What the result of change_images tells of the trash. */
function madeBy(result: unknown): string | undefined {
  const { data } = z.object({ trash_runs: z.string().min(1) }).safeParse(result);
  return data?.trash_runs;
}
