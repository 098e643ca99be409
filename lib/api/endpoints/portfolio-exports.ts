import { z } from 'zod';
import { bool, date, dateTime, json, text } from '#lib/contracts/fields.ts';
import { folioExport } from '#lib/contracts/portfolios.ts';
import { badRequest } from '#lib/errors/error.ts';
import { PORTFOLIO_LEVEL } from '#lib/portfolios/access.ts';
import { deleteExport, exportOf, requestExport, requireExportable } from '#lib/portfolios/exports.ts';
import { readPictureChanges } from '#lib/portfolios/picture-changes.ts';
import { listExports } from '#lib/portfolios/store/exports.ts';
import { endpoint, outcome } from '../door/endpoint.ts';
import { requireFewTasks } from '../resources/few-tasks.ts';
import { exportResource } from '../resources/portfolio.ts';
import { portfolioFor } from '../resources/portfolio-access.ts';

const owner = 'Needs to be the owner of the portfolio, or admin_folios';
const path = '/portfolios/{id}/exports/';
const common = { tag: 'Portfolios', access: 'anyone', internal: true } as const;

/** A day, or a time when there is one behind it (contract of the original). */
const dayOrTime = z
  .string('expected a date such as 2026-01-31 or a time such as 2026-01-31T12:00:00')
  .transform((value, context): Date => {
    const read = (value.length >= 19 ? dateTime : date).safeParse(value);
    if (read.success) return read.data;
    context.addIssue({ code: 'custom', message: read.error.issues[0]?.message ?? 'expected a date' });
    return z.NEVER;
  });

/** Zip files of portfolios. */
export const portfolioExportEndpoints = [
  endpoint({
    ...common,
    method: 'GET',
    path,
    name: 'listPortfolioExports',
    summary: 'The zip files of a portfolio, finished and unfinished',
    rights: 'Needs the right to view the portfolio',
    scope: 'read',
    answer: z.array(folioExport),
    statuses: [403, 404],
    async handle(call) {
      const portfolio = await portfolioFor(call, PORTFOLIO_LEVEL.view);
      const found = (await listExports(call.parts.db, [portfolio.id])).get(portfolio.id) ?? [];
      return found.map((each) => exportResource(each, portfolio, call.links));
    },
  }),
  endpoint({
    ...common,
    method: 'POST',
    path,
    name: 'createPortfolioExport',
    summary: 'Make a zip file of a portfolio in the background',
    description:
      'Of the originals, which takes the Download level on the folder of each image, or of pictures: the changes of each image, then those given here, then the default template. It stops at the first image that cannot be packed, unless ignore_errors is set: then those are listed in a text file inside.',
    rights: owner,
    scope: 'write',
    body: z.object({
      description: text(0, 5120),
      originals: bool,
      expiry_time: dayOrTime.meta({ description: 'when the file is deleted, UTC; a day or a time' }),
      image_parameters: json(2, 102_400)
        .optional()
        .meta({ description: 'picture changes in the form of templates; not for originals' }),
      ignore_errors: bool.default(false),
    }),
    answer: folioExport,
    statuses: [202, 403, 404, 409, 429],
    async guard(call) {
      const { id } = await portfolioFor(call, PORTFOLIO_LEVEL.edit);
      await requireExportable(call.parts.db, id);
    },
    async handle(call) {
      const { parts, actor, body } = call;
      if (body.expiry_time.getTime() <= Date.now()) {
        throw badRequest('expiry_time: expected a time that is not over yet');
      }
      const wanted = body.originals ? undefined : body.image_parameters;
      const parameters = wanted === undefined ? {} : readPictureChanges(wanted, parts.limits);
      const portfolio = await portfolioFor(call, PORTFOLIO_LEVEL.edit);
      await requireFewTasks(call);
      const made = await requestExport(parts, actor, portfolio, {
        description: body.description,
        originals: body.originals,
        parameters,
        ignoreErrors: body.ignore_errors,
        keepUntil: body.expiry_time,
      });
      return outcome({ data: exportResource(made, portfolio, call.links), status: 202 });
    },
  }),
  endpoint({
    ...common,
    method: 'GET',
    path: `${path}{exportid}/`,
    name: 'getPortfolioExport',
    summary: 'A zip file of a portfolio',
    rights: 'Needs the right to view the portfolio',
    scope: 'read',
    answer: folioExport,
    statuses: [400, 403, 404],
    async handle(call) {
      const portfolio = await portfolioFor(call, PORTFOLIO_LEVEL.view);
      const found = await exportOf(call.parts.db, portfolio.id, Number(call.params.exportid));
      return exportResource(found, portfolio, call.links);
    },
  }),
  endpoint({
    ...common,
    method: 'DELETE',
    path: `${path}{exportid}/`,
    name: 'deletePortfolioExport',
    summary: 'Delete a zip file, or cancel one that is not begun',
    description: '503 while it is being made: its task can be cancelled instead.',
    rights: owner,
    scope: 'write',
    answer: z.null(),
    statuses: [400, 403, 404, 503],
    async handle(call) {
      const portfolio = await portfolioFor(call, PORTFOLIO_LEVEL.edit);
      await deleteExport(call.parts, call.actor, portfolio, Number(call.params.exportid));
      return null;
    },
  }),
];
