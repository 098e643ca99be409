import { z } from 'zod';
import { recordAudit } from '#lib/audit/store.ts';
import { findFolder } from '#lib/catalog/store/folders.ts';
import { bool, date, id as idField, int, text } from '#lib/contracts/fields.ts';
import { contractDate } from '#lib/contracts/json.ts';
import { page, task as taskShape } from '#lib/contracts/resources.ts';
import { badRequest, conflict, forbidden, notFound } from '#lib/errors/error.ts';
import { normalizeFolderPath } from '#lib/paths/image-path.ts';
import type { TaskRecord, TaskWish } from '#lib/tasks/task.ts';
import { type Call, endpoint } from '../door/endpoint.ts';
import { taskResources } from '../resources/task.ts';

const tag = 'Tasks';
const HOUR = 3600;
/** What may be asked for again at any time is kept longer, so that people see when it was done last. */
const WEEK = 7 * 24 * HOUR;
/** Asks for a folder on record, present or deleted (contract of the original). */
const PURGE_DELETED = 'purge_deleted_folder_data';

/** May be begun again as soon as it is done, although the last one is still kept. */
const REPEATABLE: ReadonlySet<string> = new Set([PURGE_DELETED, 'sync_tree']);

type Wanted = { date_to?: Date | undefined; path?: string | undefined };

/** What may be asked for by name, and what is kept of it (contract of the original; sync_tree is new). */
const FUNCTIONS: Readonly<Record<string, (wanted: Wanted) => Omit<TaskWish, 'funcname'>>> = {
  purge_system_stats: ({ date_to }) => purgeStatistics('Purge system statistics', date_to),
  purge_image_stats: ({ date_to }) => purgeStatistics('Purge image statistics', date_to),
  [PURGE_DELETED]: ({ path }) => {
    const folder = folderOf(path);
    return { name: `Purge deleted data in ${folder}`, params: { path: folder }, keepFor: WEEK };
  },
  sync_tree: ({ path }) => {
    const folder = folderOf(path);
    return { name: `Compare records and files in ${folder}`, params: { path: folder }, keepFor: WEEK };
  },
};

/** Functions of the server that nobody may ask for. */
const INTERNAL: ReadonlySet<string> = new Set([
  'move_folder',
  'delete_folder',
  'delete_folder_data',
  'uncache_folder_images',
  'uncache_image',
  'burst_pdf',
  'create_image_pyramid',
  'export_portfolio',
  'expire_portfolio_exports',
  'delete_old_temp_files',
]);

function purgeStatistics(name: string, until: Date | undefined): Omit<TaskWish, 'funcname'> {
  if (!until) throw badRequest('the parameter date_to is missing');
  return { name, params: { before_time: contractDate(until) }, keepFor: HOUR };
}

function folderOf(path: string | undefined): string {
  if (path === undefined) throw badRequest('the parameter path is missing');
  return normalizeFolderPath(path);
}

/** Background work. */
export const taskEndpoints = [
  endpoint({
    method: 'GET',
    path: '/admin/tasks/',
    name: 'listTasks',
    summary: 'Tasks, newest first: all of them for a super user, else one’s own',
    tag,
    access: 'signed-in',
    rights: 'Shows others’ tasks to super users only',
    scope: 'read',
    internal: true,
    query: z.object({
      status: int(0, 2).optional(),
      failed: bool.optional().meta({ description: 'only failed tasks, or only others' }),
      mine: bool.default(false).meta({ description: 'only one’s own, also for a super user' }),
      function: text(1, 100).optional(),
      limit: int(1, 200).default(50),
      cursor: idField.optional(),
    }),
    answer: page(taskShape),
    async handle(call) {
      const { parts, caller, query } = call;
      const all = caller.principal.flags.has('admin_all');
      const tasks = await parts.tasks.list({
        status: query.status as 0 | 1 | 2 | undefined,
        failed: query.failed,
        funcname: query.function,
        userId: all && !query.mine ? undefined : caller.principal.userId,
        before: query.cursor,
        limit: query.limit,
      });
      const next = tasks.length === query.limit ? String(tasks.at(-1)?.id) : null;
      return { results: await taskResources(call, tasks), next };
    },
  }),
  endpoint({
    method: 'GET',
    path: '/admin/tasks/{id}/',
    name: 'getTask',
    summary: 'A task, for its owner and super users',
    tag,
    access: 'signed-in',
    rights: 'Needs admin_all for tasks of others',
    scope: 'read',
    internal: true,
    answer: taskShape,
    statuses: [403, 404],
    handle: async (call) => single(call, await ownTask(call)),
  }),
  endpoint({
    method: 'POST',
    path: '/admin/tasks/{function}/',
    name: 'startTask',
    summary: 'Start a task by the name of its function',
    description:
      'purge_system_stats and purge_image_stats take date_to; purge_deleted_folder_data and sync_tree take path.',
    tag,
    access: ['admin_all'],
    scope: 'admin',
    internal: true,
    body: z.object({ date_to: date.optional(), path: text(0, 1024).optional() }),
    answer: taskShape,
    statuses: [404, 409],
    async handle(call) {
      const { parts, params, body, caller } = call;
      const funcname = String(params.function);
      const wish = Object.hasOwn(FUNCTIONS, funcname) ? FUNCTIONS[funcname] : undefined;
      if (!wish) {
        if (INTERNAL.has(funcname)) throw badRequest(`${funcname} is not supported here`);
        throw notFound(`there is no function ${funcname.slice(0, 100)}`);
      }
      const wanted = wish(body);
      if (funcname === PURGE_DELETED && !(await findFolder(parts.db, { path: folderOf(body.path) }))) {
        throw badRequest(`path: there is no folder ${folderOf(body.path)}`);
      }
      const userId = caller.principal.userId ?? null;
      if (REPEATABLE.has(funcname)) await forgetFinished(call, funcname, wanted.params);
      const added = await parts.tasks.add({ ...wanted, funcname, userId });
      if (!added) throw conflict('an identical task already exists');
      await recordAudit(parts.db, call.actor, {
        action: 'task.start',
        objectType: 'task',
        objectId: added.id,
        objectName: added.name,
        details: { function: funcname, ...added.params },
      });
      return single(call, added);
    },
  }),
  endpoint({
    method: 'POST',
    path: '/admin/tasks/{id}/cancel/',
    name: 'cancelTask',
    summary: 'Take a pending task back, or ask an active one to stop',
    tag,
    access: 'signed-in',
    rights: 'Needs admin_all for tasks of others',
    scope: 'write',
    internal: true,
    answer: z.object({ outcome: z.enum(['cancelled', 'stopping', 'finished']) }),
    statuses: [403, 404],
    async handle(call) {
      const task = await ownTask(call);
      const outcome = await call.parts.tasks.cancel(task.id);
      if (outcome === 'unknown') throw notFound(`there is no task ${task.id}`);
      if (outcome !== 'finished') await note(call, 'cancel', task);
      return { outcome };
    },
  }),
  endpoint({
    method: 'POST',
    path: '/admin/tasks/{id}/retry/',
    name: 'retryTask',
    summary: 'Let a failed task go on',
    tag,
    access: 'signed-in',
    rights: 'Needs admin_all for tasks of others',
    scope: 'write',
    internal: true,
    answer: taskShape,
    statuses: [403, 404, 409],
    async handle(call) {
      const { id } = await ownTask(call);
      const again = await call.parts.tasks.retry(id);
      await note(call, 'retry', again);
      return single(call, again);
    },
  }),
];

function note(
  { parts, actor }: Call<unknown, unknown>,
  verb: 'cancel' | 'retry',
  { id, name, funcname }: TaskRecord,
): Promise<void> {
  return recordAudit(parts.db, actor, {
    action: `task.${verb}`,
    objectType: 'task',
    objectId: id,
    objectName: name,
    details: { function: funcname },
  });
}

/** Removes the record of an identical task that is done. */
async function forgetFinished(
  { parts }: Call<unknown, unknown>,
  funcname: string,
  params: Record<string, unknown>,
): Promise<void> {
  const wanted = JSON.stringify(params);
  for (const task of await parts.tasks.list({ status: 2, funcname, limit: 200 })) {
    if (JSON.stringify(task.params) === wanted) await parts.tasks.remove(task.id);
  }
}

/** The task of the path. Throws 404, and 403 unless the caller owns it or is a super user. */
async function ownTask({ parts, params, caller }: Call<unknown, unknown>): Promise<TaskRecord> {
  const found = await parts.tasks.get(params.id);
  if (!found) throw notFound(`there is no task ${params.id}`);
  const { userId, flags } = caller.principal;
  if (found.userId !== userId && !flags.has('admin_all'))
    throw forbidden(`task ${found.id} of another person`);
  return found;
}

async function single(call: Pick<Call<unknown, unknown>, 'parts'>, task: TaskRecord) {
  const [shown] = await taskResources(call, [task]);
  return shown;
}
