import type { Actor } from '#lib/audit/audit.ts';
import { changedMeanwhile } from '#lib/audit/changed-meanwhile.ts';
import { recordAudit } from '#lib/audit/store.ts';
import type { Database } from '#lib/db/client.ts';
import { badRequest, conflict, notFound } from '#lib/errors/error.ts';
import {
  changeTemplate,
  defaultTemplateName,
  findTemplate,
  insertTemplate,
  isNameTaken,
  removeTemplate,
  type StoredTemplate,
  saveDefaultName,
  type TemplateFields,
  type TemplateTables,
} from './store.ts';

/** Creates a template. Throws 409 when the name is taken, without regard to case. */
export async function createTemplate(
  db: Database,
  actor: Actor,
  fields: TemplateFields,
): Promise<StoredTemplate> {
  return db.$transaction(async (tx) => {
    const created = await insertTemplate(tx, fields);
    if (!created) throw nameTaken(fields.name);
    await recordAudit(tx, actor, {
      action: 'template.create',
      objectType: 'template',
      objectId: created.id,
      objectName: created.name,
      details: { after: fields },
    });
    return created;
  });
}

/**
 * Changes what is given. A renamed default template stays the default one (in the original, pictures broke).
 * Throws 404; 409 when the name is taken, or when the template is not of the expected version any more.
 */
export async function updateTemplate(
  db: Database,
  actor: Actor,
  id: number,
  fields: Partial<TemplateFields>,
  expected: number | undefined,
): Promise<StoredTemplate> {
  return db.$transaction(async (tx) => {
    const before = await knownTemplate(tx, id);
    if (expected !== undefined && expected !== before.version)
      throw await changedMeanwhile(tx, 'template', id);
    if (fields.name !== undefined && (await isNameTaken(tx, fields.name, id))) throw nameTaken(fields.name);
    const after = await changeTemplate(tx, id, before.version, fields);
    if (!after) throw await changedMeanwhile(tx, 'template', id);
    const wasDefault = sameName(await defaultTemplateName(tx), before.name);
    if (wasDefault && !sameName(after.name, before.name)) {
      await saveDefaultName(tx, after.name.toLowerCase());
    }
    await recordAudit(tx, actor, {
      action: 'template.update',
      objectType: 'template',
      objectId: id,
      objectName: after.name,
      details: { before: shown(before), after: shown(after) },
    });
    return after;
  });
}

/** Deletes a template. Throws 404, and 400 for the default one. */
export async function deleteTemplate(db: Database, actor: Actor, id: number): Promise<void> {
  await db.$transaction(async (tx) => {
    const before = await knownTemplate(tx, id);
    if (sameName(await defaultTemplateName(tx), before.name)) {
      throw badRequest('this is the default template; make another one the default first');
    }
    await removeTemplate(tx, id);
    await recordAudit(tx, actor, {
      action: 'template.delete',
      objectType: 'template',
      objectId: id,
      objectName: before.name,
      details: { before: shown(before) },
    });
  });
}

async function knownTemplate(tx: TemplateTables, id: number): Promise<StoredTemplate> {
  const found = await findTemplate(tx, id);
  if (!found) throw notFound(`there is no template ${id}`);
  return found;
}

function nameTaken(name: string) {
  return conflict(`a template named ${name} already exists`);
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function shown({ name, description, template }: StoredTemplate): object {
  return { name, description, template };
}
