import { z } from 'zod';
import { readImage } from '#lib/catalog/store/image-records.ts';
import {
  liveReport,
  MEASURES,
  rangeFields,
  reportBreakdown,
  reportSeries,
  seriesFields,
} from '#lib/contracts/reports.ts';
import { notFound } from '#lib/errors/error.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { readRange } from '#lib/reports/range.ts';
import { DETAIL_KINDS } from '#lib/stats/breakdown.ts';
import { type Call, endpoint } from '../door/endpoint.ts';
import { columnsOf, csvFile } from '../resources/csv-file.ts';
import { liveResource, seriesResource, spanResource } from '../resources/reports.ts';

const shared = {
  method: 'GET',
  tag: 'Reports',
  access: ['reports'],
  scope: 'read',
  internal: true,
} as const;

const seriesQuery = z.object(seriesFields);
const rangeQuery = z.object(rangeFields);
const ofImage = {
  rights: 'Needs the View level on the folder of an image',
  statuses: [403, 404, 503],
} as const;

/** Rows of one kind in an answer. */
const MOST_ROWS = 100;

const COLUMNS = ['time', ...MEASURES, 'p95_seconds', 'cpu', 'memory', 'cache'] as const;

/** What was counted over time, and how the server does now. */
export const reportEndpoints = [
  endpoint({
    ...shared,
    ...ofImage,
    path: '/reports/series/',
    name: 'getReportSeries',
    summary: 'What was counted over time, of the system or of an image, beside as long a time before',
    description:
      'Hours, days and months begin in the time zone that is named, also across clock changes. A record of statistics counts where it begins. Counts of the last half minute may be missing.',
    query: seriesQuery,
    answer: reportSeries,
    handle: series,
  }),
  endpoint({
    ...shared,
    ...ofImage,
    path: '/reports/series/csv/',
    name: 'exportReportSeries',
    summary: 'The points of getReportSeries as a CSV file',
    query: seriesQuery,
    answer: undefined,
    pageType: 'text/csv',
    async handle(call) {
      const { points } = await series(call);
      return csvFile('series', COLUMNS, columnsOf(points, COLUMNS));
    },
  }),
  endpoint({
    ...shared,
    path: '/reports/breakdown/',
    name: 'getReportBreakdown',
    summary: 'What the answers of the system were like: statuses, sources, formats, times, referring hosts',
    description: `At most ${MOST_ROWS} names of each kind, the most frequent ones.`,
    query: rangeQuery,
    answer: reportBreakdown,
    statuses: [503],
    handle: breakdown,
  }),
  endpoint({
    ...shared,
    path: '/reports/breakdown/csv/',
    name: 'exportReportBreakdown',
    summary: 'The answer of getReportBreakdown as a CSV file',
    query: rangeQuery,
    answer: undefined,
    pageType: 'text/csv',
    statuses: [503],
    async handle(call) {
      const found = await breakdown(call);
      const rows = DETAIL_KINDS.flatMap((kind) =>
        found[kind].map(({ name, requests, bytes }) => [kind, name, requests, bytes] as const),
      );
      return csvFile('answers', ['kind', 'name', 'requests', 'bytes'], rows);
    },
  }),
  endpoint({
    ...shared,
    path: '/reports/live/',
    name: 'getLiveReport',
    summary: 'How the process that answers does at this moment',
    description: 'Rates follow from two calls. Asked more often than once a second, it tells the same.',
    answer: liveReport,
    handle: async ({ parts }) => liveResource(await parts.live()),
  }),
];

async function series(call: Call<z.output<typeof seriesQuery>, unknown>) {
  const { parts, query } = call;
  const range = readRange(query, Date.now());
  const image = query.id === undefined ? undefined : await readableImage(call, query.id);
  const found = await parts.reports.series(image?.id, range, query.by);
  return seriesResource(image, range, found);
}

async function readableImage(call: Call<unknown, unknown>, id: number) {
  const found = await readImage(call.parts.db, id);
  if (!found) throw notFound(`there is no image ${id}`);
  call.requireLevel(found.folder.path, LEVEL.view);
  return { id: found.id, src: found.src, status: found.status };
}

async function breakdown({ parts, query }: Call<z.output<typeof rangeQuery>, unknown>) {
  const range = readRange(query, Date.now());
  const rows = await parts.reports.details(range);
  const of = (kind: string) =>
    rows
      .filter((row) => row.kind === kind)
      .slice(0, MOST_ROWS)
      .map(({ name, requests, bytes }) => ({ name, requests, bytes }));
  return {
    ...spanResource(range),
    status: of('status'),
    source: of('source'),
    format: of('format'),
    negotiated: of('negotiated'),
    saved: of('saved'),
    response: of('response'),
    render: of('render'),
    referrer: of('referrer'),
    referrers_noted: parts.settings.stats.enabled && parts.settings.stats.referrers,
  };
}
