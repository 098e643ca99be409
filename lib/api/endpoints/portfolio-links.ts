import { z } from 'zod';
import { dateTime, int, text } from '#lib/contracts/fields.ts';
import { folioLink, sharedFolio } from '#lib/contracts/portfolios.ts';
import { badRequest, notFound, refused } from '#lib/errors/error.ts';
import { PORTFOLIO_LEVEL } from '#lib/portfolios/access.ts';
import { createLink, revokeLink } from '#lib/portfolios/links.ts';
import type { OpenLink } from '#lib/portfolios/shares.ts';
import { listLinks, type StoredLink } from '#lib/portfolios/store/links.ts';
import { type Call, endpoint } from '../door/endpoint.ts';
import { guardEdit, portfolioFor } from '../resources/portfolio-access.ts';
import { shownPortfolio } from '../resources/shared-portfolio.ts';

const owner = 'Needs to be the owner of the portfolio, or admin_folios';
const path = '/portfolios/{id}/links/';
const common = { tag: 'Portfolios', access: 'anyone' } as const;

const accessField = int(PORTFOLIO_LEVEL.view, PORTFOLIO_LEVEL.download)
  .refine(
    (level) => level === PORTFOLIO_LEVEL.view || level === PORTFOLIO_LEVEL.download,
    'expected 10 (view) or 20 (view and download)',
  )
  .meta({ description: '10 view, 20 view and download' });

/** Links by which people without an account see a portfolio. */
export const portfolioLinkEndpoints = [
  endpoint({
    ...common,
    method: 'GET',
    path,
    name: 'listPortfolioLinks',
    summary: 'The links of a portfolio with how often they were used, the newest first',
    rights: owner,
    scope: 'read',
    internal: true,
    answer: z.array(folioLink),
    statuses: [403, 404],
    async handle(call) {
      const { id } = await portfolioFor(call, PORTFOLIO_LEVEL.edit);
      return (await listLinks(call.parts.db, id)).map((link) => resource(call, link));
    },
  }),
  endpoint({
    ...common,
    method: 'POST',
    path,
    name: 'createPortfolioLink',
    summary: 'Make a link that shows a portfolio to whoever has it',
    description:
      'It lends the rights of its maker: it shows the images that this person may view, and gives the originals that this person may download. At most 100 to a portfolio.',
    rights: owner,
    scope: 'write',
    internal: true,
    body: z.object({
      name: text(0, 120, { trim: true }).default('').meta({ description: 'to tell links apart by' }),
      access: accessField,
      expires: dateTime.nullable().optional().meta({ description: 'when it ends, UTC; never without it' }),
      password: text(0, 120).default('').meta({ description: 'of 8 characters at least; none without it' }),
    }),
    answer: folioLink,
    statuses: [403, 404, 503],
    guard: guardEdit,
    async handle(call) {
      const { parts, actor, params, body } = call;
      const expiresAt = body.expires ?? null;
      if (expiresAt !== null && expiresAt.getTime() <= Date.now()) {
        throw badRequest('expires: expected a time that is not over yet');
      }
      if (body.password !== '' && Array.from(body.password).length < 8) {
        throw badRequest('password: expected text of 8 to 120 characters');
      }
      const password = body.password === '' ? '' : await parts.identity.hashPassword(body.password);
      const { name, access } = body;
      const link = await createLink(parts.db, actor, params.id, { name, access, password, expiresAt });
      return resource(call, link);
    },
  }),
  endpoint({
    ...common,
    method: 'DELETE',
    path: `${path}{linkid}/`,
    name: 'revokePortfolioLink',
    summary: 'Revoke a link: it opens neither the portfolio nor its pictures any more',
    rights: owner,
    scope: 'write',
    internal: true,
    answer: folioLink,
    statuses: [403, 404],
    async handle(call) {
      const { parts, actor } = call;
      const portfolio = await portfolioFor(call, PORTFOLIO_LEVEL.edit);
      const link = await revokeLink(parts.db, actor, portfolio, Number(call.params.linkid));
      // Pictures that were answered by it are not answered from memory any more.
      await parts.announce();
      return resource(call, link);
    },
  }),
  endpoint({
    ...common,
    method: 'GET',
    path: '/shared/{token}/',
    name: 'getSharedPortfolio',
    summary: 'The portfolio that a link shows',
    description:
      'A link with a password is locked until `unlockSharedPortfolio` has given a grant, which is sent here.',
    rights: 'Needs the link',
    scope: 'read',
    internal: false,
    query: z.object({ grant: text(0, 100).default('') }),
    answer: sharedFolio,
    statuses: [404],
    async handle(call) {
      const open = await openLink(call);
      const { shares } = call.parts;
      if (open.link.password !== '') {
        const granted = call.query.grant === '' ? undefined : await shares.findGranted(call.query.grant);
        if (granted?.link.id !== open.link.id) return LOCKED;
      }
      return shown(call, open);
    },
  }),
  endpoint({
    ...common,
    method: 'POST',
    path: '/shared/{token}/',
    name: 'unlockSharedPortfolio',
    summary: 'Open a link with its password',
    description: 'Wrong passwords are counted by link and by address, as those of people are.',
    rights: 'Needs the link and its password',
    scope: 'read',
    internal: false,
    csrfExempt: true,
    body: z.object({ password: text(0, 120) }),
    answer: sharedFolio,
    statuses: [403, 404, 429, 503],
    async handle(call) {
      const { parts, body, request } = call;
      const open = await openLink(call);
      if (open.link.password !== '') {
        const right = await parts.shares.unlock(open.link, request.address, body.password);
        if (!right) throw refused('That is not the password of this link.');
      }
      return shown(call, open);
    },
  }),
];

const LOCKED = {
  locked: true,
  name: '',
  description: '',
  grant: '',
  grant_until: null,
  expires: null,
  sized: false,
  images: [],
  hidden: 0,
  downloads: [],
};

type Asked = Pick<Call<unknown, unknown>, 'parts' | 'params' | 'links'>;

/** Throws 404 in the same words for a link that never was, is revoked or is over. */
async function openLink({ parts, params }: Asked): Promise<OpenLink> {
  const open = await parts.shares.find(String(params.token));
  if (!open) throw notFound('this link is not good any more');
  return open;
}

async function shown(call: Asked, { link, portfolio, maker }: OpenLink) {
  const { grant, until } = call.parts.shares.grant(link);
  call.parts.shares.count(link.id, 'views');
  const viewer = { principal: maker, access: link.access, grant };
  const portfolioShown = await shownPortfolio(call, portfolio, viewer);
  return { locked: false, ...portfolioShown, grant, grant_until: until, expires: link.expiresAt };
}

function resource({ parts, links }: Pick<Asked, 'parts' | 'links'>, link: StoredLink) {
  const isOver = link.expiresAt !== null && link.expiresAt <= new Date();
  const state = link.revokedAt !== null ? 'revoked' : isOver ? 'expired' : 'open';
  return {
    id: link.id,
    folio_id: link.folioId,
    name: link.name,
    access: link.access,
    has_password: link.password !== '',
    url: state === 'open' ? links.to(`/shared/${parts.shares.tokenOf(link.id)}/`) : '',
    created: link.createdAt,
    created_by: link.createdByName,
    expires: link.expiresAt,
    revoked: link.revokedAt,
    state,
    views: link.views,
    downloads: link.downloads,
    last_used: link.lastUsedAt,
  };
}
