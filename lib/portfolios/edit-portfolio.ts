import type { Actor } from '#lib/audit/audit.ts';
import { changedMeanwhile } from '#lib/audit/changed-meanwhile.ts';
import { recordAudit } from '#lib/audit/store.ts';
import type { Database } from '#lib/db/client.ts';
import { conflict, type EmulsionError, notFound } from '#lib/errors/error.ts';
import { PUBLIC_GROUP } from '#lib/permissions/levels.ts';
import { NORMAL_USERS } from './access.ts';
import {
  findPortfolio,
  insertPortfolio,
  isHumanIdTaken,
  lockPortfolio,
  noteLine,
  type PortfolioWords,
  removePortfolio,
  type StoredPortfolio,
  savePortfolio,
} from './store/portfolios.ts';
import type { PortfolioTables } from './store/tables.ts';

/** What is said about a portfolio and who may open it. */
export type PortfolioFields = PortfolioWords & { internalAccess: number; publicAccess: number };

/** Access of a group to a portfolio. */
function accessOf({ permissions }: Pick<StoredPortfolio, 'permissions'>, groupId: number): number {
  return permissions.find((each) => each.groupId === groupId)?.access ?? 0;
}

function rowsOf({ internalAccess, publicAccess }: PortfolioFields) {
  return [
    { groupId: PUBLIC_GROUP, access: publicAccess },
    { groupId: NORMAL_USERS, access: internalAccess },
  ];
}

/** The fields of a stored portfolio. */
function fieldsOf(stored: StoredPortfolio): PortfolioFields {
  const { humanId, name, description } = stored;
  return {
    humanId,
    name,
    description,
    internalAccess: accessOf(stored, NORMAL_USERS),
    publicAccess: accessOf(stored, PUBLIC_GROUP),
  };
}

/** There is no such portfolio. */
export function noPortfolio(id: number | string): EmulsionError {
  return notFound(`there is no portfolio ${id}`);
}

/** Creates an empty portfolio. Throws 409 when the name for addresses is taken. */
export async function createPortfolio(
  db: Database,
  actor: Actor,
  ownerId: number,
  fields: PortfolioFields,
): Promise<StoredPortfolio> {
  return db.$transaction(async (tx) => {
    const id = await insertPortfolio(tx, { ...fields, ownerId, access: rowsOf(fields) });
    if (id === undefined) throw taken(fields.humanId);
    await noteLine(tx, id, actor.userId, 'created', '');
    await recordAudit(tx, actor, {
      action: 'portfolio.create',
      objectType: 'portfolio',
      objectId: id,
      objectName: fields.name,
      details: { after: fields },
    });
    return known(tx, id);
  });
}

/**
 * Changes what is given. Throws 404; 409 when the name for addresses is taken, or when the portfolio is not of the
 * expected version any more. `accessChanged` tells whether others may open what they could not, or the other way round.
 */
export async function updatePortfolio(
  db: Database,
  actor: Actor,
  id: number,
  change: Partial<PortfolioFields>,
  expected: number | undefined,
): Promise<{ portfolio: StoredPortfolio; accessChanged: boolean }> {
  return db.$transaction(async (tx) => {
    const stored = await lockPortfolio(tx, id);
    if (!stored) throw noPortfolio(id);
    if (expected !== undefined && expected !== stored.version)
      throw await changedMeanwhile(tx, 'portfolio', id);
    const before = fieldsOf(stored);
    const after = { ...before, ...change };
    if (after.humanId !== before.humanId && (await isHumanIdTaken(tx, after.humanId, id))) {
      throw taken(after.humanId);
    }
    const { humanId, name, description } = after;
    await savePortfolio(tx, id, { humanId, name, description }, rowsOf(after));
    const accessChanged =
      before.internalAccess !== after.internalAccess || before.publicAccess !== after.publicAccess;
    await noteLine(tx, id, actor.userId, 'edited', changesOf(before, after, accessChanged));
    await recordAudit(tx, actor, {
      action: 'portfolio.update',
      objectType: 'portfolio',
      objectId: id,
      objectName: name,
      details: { before, after },
    });
    return { portfolio: await known(tx, id), accessChanged };
  });
}

/** What the history says of a change (contract of the original); "" when nothing is different. */
function changesOf(before: PortfolioFields, after: PortfolioFields, accessChanged: boolean): string {
  const words = [
    before.humanId !== after.humanId && 'short url changed',
    before.name !== after.name && 'name changed',
    before.description !== after.description && 'description changed',
    accessChanged && 'permissions changed',
  ]
    .filter(Boolean)
    .join(', ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Removes a portfolio with images, permissions, history, exports and links. Throws 404. */
export async function deletePortfolio(db: Database, actor: Actor, id: number): Promise<void> {
  await db.$transaction(async (tx) => {
    const stored = await lockPortfolio(tx, id);
    if (!stored) throw noPortfolio(id);
    await removePortfolio(tx, id);
    await recordAudit(tx, actor, {
      action: 'portfolio.delete',
      objectType: 'portfolio',
      objectId: id,
      objectName: stored.name,
      details: { before: fieldsOf(stored) },
    });
  });
}

async function known(tx: PortfolioTables, id: number): Promise<StoredPortfolio> {
  const found = await findPortfolio(tx, id);
  if (!found) throw noPortfolio(id);
  return found;
}

function taken(humanId: string): EmulsionError {
  return conflict(`a portfolio with the human_id ${humanId} already exists`);
}
