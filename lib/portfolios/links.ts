import type { Actor } from '#lib/audit/audit.ts';
import { recordAudit } from '#lib/audit/store.ts';
import type { Database } from '#lib/db/client.ts';
import { badRequest, notFound } from '#lib/errors/error.ts';
import { noPortfolio } from './edit-portfolio.ts';
import { findLink, insertLink, listLinks, type StoredLink, saveRevoked } from './store/links.ts';
import { lockPortfolio, noteLine, type StoredPortfolio } from './store/portfolios.ts';

/** Links of a portfolio that may be good at a time. */
const MOST_OPEN = 100;
/** Links that are kept, revoked ones and their counts included. */
const MOST_KEPT = 1000;

/** What somebody wants of a link. */
export type LinkWish = {
  name: string;
  /** 10 view, 20 download. */
  access: number;
  /** scrypt; "" = none. */
  password: string;
  /** null = never. */
  expiresAt: Date | null;
};

/** Makes a link that opens a portfolio with the rights of its maker. Throws 404, 400 when there are too many. */
export async function createLink(
  db: Database,
  actor: Actor,
  folioId: number,
  wish: LinkWish,
): Promise<StoredLink> {
  return db.$transaction(async (tx) => {
    const portfolio = await lockPortfolio(tx, folioId);
    if (!portfolio) throw noPortfolio(folioId);
    const all = await listLinks(tx, folioId);
    if (all.filter(({ revokedAt }) => revokedAt === null).length >= MOST_OPEN || all.length >= MOST_KEPT) {
      throw badRequest(`a portfolio has at most ${MOST_OPEN} links; revoke one first`);
    }
    const link = await insertLink(tx, { ...wish, folioId, createdById: actor.userId ?? null });
    await noteLine(tx, folioId, actor.userId, 'published', `Link ${link.id} made${named(link)}`);
    await recordAudit(tx, actor, {
      action: 'portfolio.link',
      objectType: 'portfolio',
      objectId: folioId,
      objectName: portfolio.name,
      details: {
        link: link.id,
        name: link.name,
        access: link.access,
        has_password: link.password !== '',
        expires: link.expiresAt?.toISOString() ?? null,
      },
    });
    return link;
  });
}

/** Ends a link for good; its counts stay. Throws 404 for one that is not of this portfolio; twice is no error. */
export async function revokeLink(
  db: Database,
  actor: Actor,
  { id: folioId, name }: Pick<StoredPortfolio, 'id' | 'name'>,
  linkId: number,
): Promise<StoredLink> {
  return db.$transaction(async (tx) => {
    const link = await findLink(tx, linkId);
    if (link?.folioId !== folioId) throw notFound(`there is no link ${linkId} of this portfolio`);
    if (!(await saveRevoked(tx, linkId))) return link;
    await noteLine(tx, folioId, actor.userId, 'unpublished', `Link ${linkId} revoked${named(link)}`);
    await recordAudit(tx, actor, {
      action: 'portfolio.unlink',
      objectType: 'portfolio',
      objectId: folioId,
      objectName: name,
      details: { link: linkId, name: link.name },
    });
    return (await findLink(tx, linkId)) ?? link;
  });
}

function named({ name }: Pick<StoredLink, 'name'>): string {
  return name === '' ? '' : `: ${name}`;
}
