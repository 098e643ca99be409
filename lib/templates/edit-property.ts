import type { Actor } from '#lib/audit/audit.ts';
import { changedMeanwhile } from '#lib/audit/changed-meanwhile.ts';
import { recordAudit } from '#lib/audit/store.ts';
import type { Database } from '#lib/db/client.ts';
import { badRequest, notFound } from '#lib/errors/error.ts';
import {
  changeProperty,
  findProperty,
  isNameTaken,
  namesDefaultTemplate,
  type StoredProperty,
} from './store.ts';

/** No template has this id. */
const NONE = 0;

/**
 * Changes a property of the installation. Throws 404 for an unknown key, 400 when the default template would be one that
 * does not exist (the original takes it, and pictures break), 409 when it is not of the expected version any more.
 */
export async function updateProperty(
  db: Database,
  actor: Actor,
  key: string,
  value: string,
  expected: number | undefined,
): Promise<StoredProperty> {
  return db.$transaction(async (tx) => {
    const before = await findProperty(tx, key);
    if (!before) throw notFound(`there is no property ${key}`);
    if (namesDefaultTemplate(key) && !(await isNameTaken(tx, value, NONE))) {
      throw badRequest('value: expected the name of an existing template');
    }
    const fits = expected === undefined || expected === before.version;
    if (!fits || !(await changeProperty(tx, key, before.version, value))) {
      throw await changedMeanwhile(tx, 'property', key);
    }
    await recordAudit(tx, actor, {
      action: 'property.update',
      objectType: 'property',
      objectId: key,
      objectName: key,
      details: { before: before.value, after: value },
    });
    return { key, value, version: before.version + 1 };
  });
}
