import { badRequest } from '#lib/errors/error.ts';

/** Reads a task's parameters by name. Throws 400 for one that is missing or of another kind. */
export function folderParams(params: Record<string, unknown>) {
  return {
    /** The id of a record. */
    id(name: string): number {
      const value = params[name];
      if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
      throw badRequest(`${name}: expected the id of a record`);
    },
    /** Text; `absent` stands for a missing value. */
    text(name: string, absent?: string): string {
      const value = params[name] ?? absent;
      if (typeof value === 'string') return value;
      throw badRequest(`${name}: expected text`);
    },
  };
}

/** What an earlier run of a folder task noted before it began; undefined when there was none. */
export function begunWith(checkpoint: unknown): string | undefined {
  if (typeof checkpoint !== 'object' || checkpoint === null || !('begun' in checkpoint)) return undefined;
  return typeof checkpoint.begun === 'string' ? checkpoint.begun : undefined;
}
