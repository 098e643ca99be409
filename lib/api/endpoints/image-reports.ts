import { z } from 'zod';
import { int } from '#lib/contracts/fields.ts';
import {
  folderFields,
  folderReport,
  MEASURES,
  topFields,
  topImages,
  unusedFields,
  unusedImages,
} from '#lib/contracts/reports.ts';
import { badRequest } from '#lib/errors/error.ts';
import { normalizeFolderPath } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { regionsOf } from '#lib/permissions/regions.ts';
import { readRange } from '#lib/reports/range.ts';
import type { ImageChoice, UnusedImage } from '#lib/reports/store/images.ts';
import { type Call, endpoint } from '../door/endpoint.ts';
import { columnsOf, csvFile } from '../resources/csv-file.ts';
import { cursorOf, readCursor } from '../resources/cursor.ts';
import { topResource } from '../resources/reports.ts';

const shared = {
  method: 'GET',
  tag: 'Reports',
  access: ['reports'],
  rights: 'Tells of images that the caller may view',
  scope: 'read',
  internal: true,
  statuses: [503],
} as const;

const topQuery = z.object(topFields);
const folderQuery = z.object(folderFields);

/** Rows of a CSV file. */
const MOST_EXPORTED = 10_000;
const DAY = 86_400_000;

const TOP_COLUMNS = ['src', ...MEASURES] as const;

/** Bytes and id of the last image of a page. */
const position = z.tuple([z.number(), z.int()]);

/** What images are asked for, and what they take. */
export const imageReportEndpoints = [
  endpoint({
    ...shared,
    path: '/reports/top/',
    name: 'getTopImages',
    summary: 'The images with most of something in a time',
    query: topQuery,
    answer: topImages,
    handle: top,
  }),
  endpoint({
    ...shared,
    path: '/reports/top/csv/',
    name: 'exportTopImages',
    summary: 'The answer of getTopImages as a CSV file',
    query: topQuery,
    answer: undefined,
    pageType: 'text/csv',
    async handle(call) {
      const { images } = await top(call);
      return csvFile('top-images', TOP_COLUMNS, columnsOf(images, TOP_COLUMNS));
    },
  }),
  endpoint({
    ...shared,
    path: '/reports/unused/',
    name: 'getUnusedImages',
    summary: 'Images that nobody was served for some days, the largest first',
    description:
      'Neither a picture of them nor the original. Thumbnails of the pages do not count. Images that were found later than that are left out.',
    query: z.object({ ...unusedFields, limit: int(1, 500).default(100), cursor: z.string().optional() }),
    answer: unusedImages,
    async handle(call) {
      const { parts, query } = call;
      const since = unusedSince(call);
      const after = readCursor(query.cursor, position);
      const page = { after, limit: query.limit + 1 };
      const found = await parts.reports.unused(chosen(call, query.path), since, page);
      const kept = found.images.slice(0, query.limit);
      const last = kept.at(-1);
      return {
        since: since.toISOString(),
        counted_since: found.countedSince?.toISOString() ?? null,
        ...found.total,
        results: kept.map(unusedResource),
        next: found.images.length > query.limit && last ? cursorOf([last.bytes, last.id]) : null,
      };
    },
  }),
  endpoint({
    ...shared,
    path: '/reports/unused/csv/',
    name: 'exportUnusedImages',
    summary: 'Images that nobody was served for some days as a CSV file',
    description: `The ${MOST_EXPORTED} largest.`,
    query: z.object(unusedFields),
    answer: undefined,
    pageType: 'text/csv',
    async handle(call) {
      const page = { after: undefined, limit: MOST_EXPORTED };
      const since = unusedSince(call);
      const { images } = await call.parts.reports.unused(chosen(call, call.query.path), since, page);
      const columns = ['src', 'bytes', 'created', 'last_served'];
      return csvFile('unused-images', columns, columnsOf(images.map(unusedResource), columns));
    },
  }),
  endpoint({
    ...shared,
    path: '/reports/folders/',
    name: 'getFolderReport',
    summary: 'What the images of a folder and of each folder in it take',
    description: 'From the records of images: what nobody has looked at yet is not among them.',
    query: folderQuery,
    answer: folderReport,
    handle: folders,
  }),
  endpoint({
    ...shared,
    path: '/reports/folders/csv/',
    name: 'exportFolderReport',
    summary: 'The answer of getFolderReport as a CSV file',
    query: folderQuery,
    answer: undefined,
    pageType: 'text/csv',
    async handle(call) {
      const found = await folders(call);
      const own = { path: found.path, images: found.images, bytes: found.bytes };
      const rows = found.images > 0 ? [own, ...found.folders] : found.folders;
      return csvFile(
        'storage',
        ['path', 'images', 'bytes'],
        rows.map(({ path, images, bytes }) => [path, images, bytes]),
      );
    },
  }),
];

function chosen({ parts, caller }: Call<unknown, unknown>, path: string): ImageChoice {
  return {
    folder: normalizeFolderPath(path),
    regions: regionsOf(caller.principal, parts.permissions.grants(), LEVEL.view),
  };
}

async function top(call: Call<z.output<typeof topQuery>, unknown>) {
  const { parts, query } = call;
  const range = readRange(query, Date.now());
  const images = await parts.reports.top(chosen(call, query.path), range, query.measure, query.limit);
  return topResource(range, images);
}

/** Since when nobody was served. Throws 400 when statistics are not kept for so long. */
function unusedSince({ parts, query }: Call<{ days: number }, unknown>): Date {
  const { keepDays } = parts.settings.stats;
  if (keepDays > 0 && query.days > keepDays) {
    throw badRequest(`days: expected at most ${keepDays}, for as long as statistics are kept`);
  }
  return new Date(Date.now() - query.days * DAY);
}

function unusedResource({ lastServed, created, ...image }: UnusedImage) {
  return {
    ...image,
    created: created.toISOString(),
    last_served: lastServed?.toISOString() ?? null,
  };
}

async function folders(call: Call<z.output<typeof folderQuery>, unknown>) {
  const choice = chosen(call, call.query.path);
  const found = await call.parts.reports.folders(choice);
  const start = choice.folder === '/' ? '/' : `${choice.folder}/`;
  const own = found.find(({ name }) => name === '');
  const inside = found.filter(({ name }) => name !== '');
  const sum = (part: 'images' | 'bytes') => found.reduce((total, each) => total + each[part], 0);
  return {
    path: choice.folder,
    images: own?.images ?? 0,
    bytes: own?.bytes ?? 0,
    folders: inside.map((folder) => ({ ...folder, path: start + folder.name })),
    total: { images: sum('images'), bytes: sum('bytes') },
  };
}
