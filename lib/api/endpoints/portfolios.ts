import { z } from 'zod';
import { bool, int, text } from '#lib/contracts/fields.ts';
import { folio, folioDetails } from '#lib/contracts/portfolios.ts';
import { forbidden } from '#lib/errors/error.ts';
import { PUBLIC_GROUP } from '#lib/permissions/levels.ts';
import { administersPortfolios, PORTFOLIO_LEVEL } from '#lib/portfolios/access.ts';
import {
  createPortfolio,
  deletePortfolio,
  noPortfolio,
  updatePortfolio,
} from '#lib/portfolios/edit-portfolio.ts';
import { dropExports } from '#lib/portfolios/exports.ts';
import { readHumanId } from '#lib/portfolios/human-id.ts';
import { findByHumanId, listPortfolios, type StoredPortfolio } from '#lib/portfolios/store/portfolios.ts';
import { type Call, endpoint, outcome } from '../door/endpoint.ts';
import { portfolioDetails, portfolioResources, type Reader } from '../resources/portfolio.ts';
import { guardEdit, portfolioFor, requirePortfolioLevel } from '../resources/portfolio-access.ts';

const tag = 'Portfolios';
const humanId = text(0, 1000, { trim: true }).meta({
  description:
    'its name in public addresses, at most 64 characters without any of `% < > & . ? : /`; one is made up in place of a blank',
});
const name = text(0, 255);
const description = text(0, 5120);
const access = int(0, 20).meta({ description: '0 none, 10 view, 20 view and download' });

/** Hand-picked sets of images. */
export const portfolioEndpoints = [
  endpoint({
    method: 'GET',
    path: '/portfolios/',
    name: 'listPortfolios',
    summary: 'Portfolios by name, or one of them with its images by the name in its address',
    description:
      'Own ones and those that a group of the caller may view; for callers who are not signed in those that everybody may view. Administrators of portfolios get all of them with all=1. At most 10,000.',
    tag,
    access: 'anyone',
    rights: 'Needs the right to view it for one that human_id names',
    scope: 'read',
    internal: true,
    query: z.object({
      human_id: text(0, 1000).default('').meta({ description: 'asks for this one' }),
      all: bool.default(false),
    }),
    answer: z.union([z.array(folio), folioDetails]),
    statuses: [403, 404],
    async handle(call) {
      const { parts, caller, query } = call;
      if (query.human_id !== '') {
        const found = await findByHumanId(parts.db, query.human_id);
        if (!found) throw noPortfolio(query.human_id);
        requirePortfolioLevel(call, found, PORTFOLIO_LEVEL.view);
        return portfolioDetails(call, found);
      }
      const { userId, groupIds } = caller.principal;
      const all = query.all && administersPortfolios(caller.principal);
      const whose = {
        ownerId: userId,
        groupIds: userId === undefined ? [PUBLIC_GROUP] : groupIds,
        levelFrom: PORTFOLIO_LEVEL.view,
      };
      return portfolioResources(call, await listPortfolios(parts.db, all ? 'all' : whose));
    },
  }),
  endpoint({
    method: 'POST',
    path: '/portfolios/',
    name: 'createPortfolio',
    summary: 'Create an empty portfolio',
    tag,
    access: 'anyone',
    rights: 'Needs the permission folios',
    scope: 'write',
    internal: true,
    versioned: true,
    body: z.object({
      human_id: humanId.optional(),
      name,
      description,
      internal_access: access,
      public_access: access,
    }),
    answer: folioDetails,
    statuses: [403, 409],
    async guard({ caller }) {
      if (!caller.principal.flags.has('folios')) throw forbidden('folios needed');
    },
    async handle(call) {
      const { parts, actor, caller, body } = call;
      const created = await createPortfolio(parts.db, actor, caller.principal.userId ?? 0, {
        humanId: readHumanId(body.human_id),
        name: body.name,
        description: body.description,
        internalAccess: body.internal_access,
        publicAccess: body.public_access,
      });
      return answer(call, created);
    },
  }),
  endpoint({
    method: 'GET',
    path: '/portfolios/{id}/',
    name: 'getPortfolio',
    summary: 'A portfolio with its images and its history',
    description:
      'It lists all its images, whatever the caller may see of their folders; their pictures take the rights of those.',
    tag,
    access: 'anyone',
    rights: 'Needs the right to view it',
    scope: 'read',
    internal: true,
    versioned: true,
    answer: folioDetails,
    statuses: [403, 404],
    handle: async (call) => answer(call, await portfolioFor(call, PORTFOLIO_LEVEL.view)),
  }),
  endpoint({
    method: 'PUT',
    path: '/portfolios/{id}/',
    name: 'updatePortfolio',
    summary: 'Change what is said about a portfolio, and who may open it',
    description:
      'A form carries all fields; one without human_id gives it a new one. JSON changes only what it names.',
    tag,
    access: 'anyone',
    rights: 'Needs to be its owner, or admin_folios',
    scope: 'write',
    internal: true,
    versioned: true,
    body: z.object({
      human_id: humanId.optional(),
      name: name.optional(),
      description: description.optional(),
      internal_access: access.optional(),
      public_access: access.optional(),
    }),
    formRequired: ['name', 'description', 'internal_access', 'public_access'],
    formDefaults: { human_id: '' },
    answer: folioDetails,
    statuses: [403, 404, 409],
    guard: guardEdit,
    async handle(call) {
      const { parts, actor, params, body, expectedVersion } = call;
      const change = {
        ...(body.human_id === undefined ? {} : { humanId: readHumanId(body.human_id) }),
        ...(body.name === undefined ? {} : { name: body.name }),
        ...(body.description === undefined ? {} : { description: body.description }),
        ...(body.internal_access === undefined ? {} : { internalAccess: body.internal_access }),
        ...(body.public_access === undefined ? {} : { publicAccess: body.public_access }),
      };
      const expected = expectedVersion(`portfolio-${params.id}`);
      const { portfolio } = await updatePortfolio(parts.db, actor, params.id, change, expected);
      return answer(call, portfolio);
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/portfolios/{id}/',
    name: 'deletePortfolio',
    summary: 'Delete a portfolio with its history, exports and links; the images stay',
    tag,
    access: 'anyone',
    rights: 'Needs to be its owner, or admin_folios',
    scope: 'write',
    internal: true,
    answer: z.null(),
    statuses: [403, 404],
    guard: guardEdit,
    async handle({ parts, actor, params }) {
      await dropExports(parts, params.id, () => deletePortfolio(parts.db, actor, params.id));
      // Links of it open nothing any more.
      await parts.announce();
      return null;
    },
  }),
];

/** The version is that of the words, so that adding images makes no conflict; no cache may answer by it. */
async function answer(call: Reader & Pick<Call<unknown, unknown>, 'parts'>, portfolio: StoredPortfolio) {
  return outcome({
    data: await portfolioDetails(call, portfolio),
    headers: [
      'ETag',
      `W/"portfolio-${portfolio.id}-${portfolio.version}"`,
      'Cache-Control',
      'private, no-store',
    ],
  });
}
