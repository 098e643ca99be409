import type { Database } from '#lib/db/client.ts';
import { createSnapshot } from '#lib/db/snapshot.ts';
import { badRequest } from '#lib/errors/error.ts';
import type { QueryLimits } from '#lib/transform/kinds.ts';
import { parseTemplate } from '#lib/transform/template.ts';
import type { TransformValues } from '#lib/transform/values.ts';
import { loadTemplates } from './store.ts';

export type Templates = {
  /** See Snapshot.refresh; to be awaited before the others. */
  refresh(epoch: number): Promise<void> | undefined;
  /** Values of a template by lower-case name. Throws 400 when there is none. */
  named(name: string): TransformValues;
  /** Values of the default template. Throws 400 when it is missing or broken. */
  standard(): TransformValues;
};

type TemplatesOptions = {
  db: Database;
  limits: QueryLimits;
  /** Told of a stored template that cannot be used, and of failed reads. */
  onProblem: (message: string, error: unknown) => void;
};

/** Stored templates, answered from memory. A broken one is left out, as if it were not there. */
export function createTemplates({ db, limits, onProblem }: TemplatesOptions): Templates {
  async function load() {
    const { templates, defaultName } = await loadTemplates(db);
    const values = new Map<string, TransformValues>();
    for (const { name, template } of templates) {
      try {
        values.set(name.toLowerCase(), parseTemplate(template, limits));
      } catch (error) {
        onProblem(`template ${name} is broken and left out`, error);
      }
    }
    return { values, defaultName: defaultName.toLowerCase() };
  }

  const snapshot = createSnapshot(load, (error) => onProblem('templates could not be read again', error));

  return {
    refresh: snapshot.refresh,
    named(name) {
      const values = snapshot.current().values.get(name);
      if (!values) throw badRequest('tmp: not a valid choice, expected the name of an existing template');
      return values;
    },
    standard() {
      const { values, defaultName } = snapshot.current();
      const standard = values.get(defaultName);
      if (!standard) throw badRequest(`The default template ${defaultName} is missing.`);
      return standard;
    },
  };
}
