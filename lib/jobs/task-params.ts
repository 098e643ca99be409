import { badRequest } from '#lib/errors/error.ts';
import { normalizeFolderPath } from '#lib/paths/image-path.ts';

type Params = Record<string, unknown>;

/** A parameter that names a time (ISO 8601). Throws 400. */
export function timeParam(params: Params, name: string): Date {
  const value = params[name];
  const time = typeof value === 'string' ? new Date(value) : undefined;
  if (time === undefined || Number.isNaN(time.getTime())) throw badRequest(`${name}: a time is expected`);
  return time;
}

/** The parameter `path` as a folder's path. Throws 400. */
export function folderParam(params: Params): string {
  if (typeof params.path !== 'string') throw badRequest('path: the path of a folder is expected');
  return normalizeFolderPath(params.path);
}
