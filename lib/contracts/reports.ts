import { z } from 'zod';
import { dateTime, id, text, int as whole } from './fields.ts';

/** Reports: what is asked for, and what is answered. */

/** What images and times can be ranked and drawn by. */
export const MEASURES = [
  'requests',
  'served',
  'views',
  'cached_views',
  'downloads',
  'bytes',
  'seconds',
  'max_seconds',
] as const;
export type Measure = (typeof MEASURES)[number];

const BUCKETS = ['hour', 'day', 'month'] as const;

const moment = text(0, 40, { trim: true });

/** The time that a report is about. */
export const rangeFields = {
  from: moment.optional().meta({
    description:
      'a day (`2026-01-31`), which begins in `zone`, or a time (ISO 8601, UTC). Default: 29 days before',
  }),
  to: moment
    .optional()
    .meta({ description: 'a day, which is included, or a time, which is not. Default: today' }),
  hours: whole(1, 168).optional().meta({ description: 'the last so many hours, in place of from and to' }),
  zone: text(1, 60)
    .default('UTC')
    .meta({ description: 'time zone in which days and hours begin, such as `Europe/Berlin`' }),
};

export const seriesFields = {
  ...rangeFields,
  id: id.optional().meta({ description: 'of an image; without it, the whole system' }),
  by: z
    .enum(['auto', ...BUCKETS], 'expected auto, hour, day or month')
    .default('auto')
    .meta({ description: 'what a point covers; auto: hours up to 3 days, days up to 120, then months' }),
};

export const topFields = {
  ...rangeFields,
  measure: z.enum(MEASURES, `expected one of ${MEASURES.join(', ')}`).default('served'),
  path: text(0, 1024).default('/').meta({ description: 'folder whose images count, with all below it' }),
  limit: whole(1, 1000).default(20),
};

export const unusedFields = {
  days: whole(1, 36_500).default(90).meta({ description: 'for how long nobody has asked for them' }),
  path: text(0, 1024).default('/').meta({ description: 'folder whose images count, with all below it' }),
};

export const folderFields = { path: text(0, 1024).default('/').meta({ description: 'path of a folder' }) };

/** As the original's feeds take times; any other text there is as if nothing had been said. */
export const feedTime = dateTime;

const int = z.int();
const when = z.string().meta({ format: 'date-time', description: 'ISO 8601, UTC' });

const counts = {
  requests: int,
  served: int.meta({ description: 'pictures and originals together' }),
  views: int.meta({ description: 'pictures served' }),
  cached_views: int.meta({ description: 'of these, from the cache' }),
  downloads: int.meta({ description: 'originals served' }),
  bytes: int,
  seconds: z.number().meta({ description: 'spent on answers, all together' }),
  max_seconds: z.number().meta({ description: 'of the slowest answer' }),
};

const figures = {
  ...counts,
  p95_seconds: z
    .number()
    .nullable()
    .meta({ description: 'within which 95 of 100 answers were given; null: of an image, or not known' }),
};

export const reportPoint = z
  .object({
    time: when.meta({ description: 'when it begins' }),
    ...figures,
    cpu: z.number().nullable().meta({ description: 'percent, on average; null: of an image, or not known' }),
    memory: z.number().nullable(),
    cache: z.number().nullable().meta({ description: 'percent of the picture cache that is filled' }),
  })
  .meta({ id: 'ReportPoint' });

const totals = z.object(figures).meta({ id: 'ReportTotals' });

export const reportSeries = z
  .object({
    image: z.object({ id: int, src: z.string(), status: int }).nullable(),
    from: when,
    to: when,
    zone: z.string(),
    by: z.enum(BUCKETS),
    points: z.array(reportPoint).meta({ description: 'all of the time, also without requests' }),
    totals,
    previous: z
      .object({
        from: when,
        to: when,
        points: z.array(reportPoint),
        totals: totals.meta({
          description: 'up to the moment that the time itself has come to, so that they can be compared',
        }),
      })
      .meta({ description: 'as long a time before' }),
    counted_since: when.nullable().meta({ description: 'where the records begin' }),
  })
  .meta({ id: 'ReportSeries' });

export const topImages = z
  .object({
    from: when,
    to: when,
    images: z.array(z.object({ id: int, src: z.string(), version: z.string(), ...counts })),
  })
  .meta({ id: 'TopImages' });

const detail = z.object({ name: z.string(), requests: int, bytes: int });

export const reportBreakdown = z
  .object({
    from: when,
    to: when,
    status: z.array(detail).meta({ description: 'by HTTP status; 499: the client had gone' }),
    source: z.array(detail).meta({ description: 'by where the bytes came from' }),
    format: z.array(detail),
    negotiated: z.array(detail).meta({ description: 'formats that `format=auto` chose' }),
    saved: z.array(detail).meta({ description: 'bytes that the choice saved, estimated' }),
    response: z.array(detail).meta({ description: 'by upper bound of the time of an answer, in seconds' }),
    render: z.array(detail).meta({ description: 'by upper bound of the time of making a picture' }),
    referrer: z.array(detail).meta({ description: 'hosts of pages, where the settings allow to note them' }),
    referrers_noted: z.boolean(),
  })
  .meta({ id: 'ReportBreakdown' });

export const unusedImages = z
  .object({
    since: when,
    counted_since: when.nullable().meta({ description: 'where the records begin' }),
    images: int.meta({ description: 'on all pages' }),
    bytes: int,
    results: z.array(
      z.object({
        id: int,
        src: z.string(),
        version: z.string(),
        bytes: int,
        created: when.meta({ description: 'when it was found first' }),
        last_served: when.nullable(),
      }),
    ),
    next: z.string().nullable(),
  })
  .meta({ id: 'UnusedImages' });

export const folderReport = z
  .object({
    path: z.string(),
    images: int.meta({ description: 'directly in the folder' }),
    bytes: int,
    folders: z
      .array(z.object({ name: z.string(), path: z.string(), images: int, bytes: int }))
      .meta({ description: 'folders in it with all that is below them, the largest first' }),
    total: z.object({ images: int, bytes: int }),
  })
  .meta({ id: 'FolderReport' });

export const liveReport = z
  .object({
    time: when,
    node: z.string().meta({ description: 'the process that answers; others have figures of their own' }),
    since: when.meta({ description: 'when it was started' }),
    requests: int.meta({ description: 'counted since then' }),
    bytes: int,
    seconds: z.number(),
    statuses: z.record(z.string(), int),
    sources: z.record(z.string(), int),
    awaited: int.meta({ description: 'different pictures that requests are waiting for' }),
    lanes: z.array(
      z.object({
        name: z.string(),
        active: int,
        waiting: int,
        done: int,
        rejected: int,
        average_seconds: z.number(),
      }),
    ),
    cache: z.array(
      z.object({
        name: z.string(),
        entries: int.nullable(),
        bytes: int.nullable(),
        limit: int.nullable(),
      }),
    ),
    process: z.object({ resident_bytes: int, heap_bytes: int, busy: z.number() }),
    machine: z.object({ cpu: z.number(), memory: z.number() }),
    tasks: z.object({ pending: int, active: int, failed: int }),
  })
  .meta({ id: 'LiveReport' });

export type ReportPoint = z.output<typeof reportPoint>;
export type ReportSeries = z.output<typeof reportSeries>;
export type TopImages = z.output<typeof topImages>;
export type ReportBreakdown = z.output<typeof reportBreakdown>;
export type UnusedImages = z.output<typeof unusedImages>;
export type FolderReport = z.output<typeof folderReport>;
export type LiveReport = z.output<typeof liveReport>;
