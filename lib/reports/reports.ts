import { createTurns } from '#lib/catalog/turns.ts';
import type { Measure } from '#lib/contracts/reports.ts';
import type { Database } from '#lib/db/client.ts';
import type { BucketUnit } from '#lib/format/zoned-buckets.ts';
import type { ReportRange, Span } from './range.ts';
import { readReport, type Series } from './series.ts';
import {
  type ImageChoice,
  readFolderStorage,
  readTopImages,
  readUnusedImages,
  sumUnusedImages,
  type TopImage,
  type UnusedImage,
  type UnusedPosition,
} from './store/images.ts';
import { countedSince, type DetailRow, type FeedRow, readDetails, readRecords } from './store/series.ts';

/** Reports read at a time, and that may wait: some of them read millions of rows. */
const PLACES = 3;
const WAITING = 30;

/** What statistics and records say. Everything throws busy when too many ask, or when it takes too long. */
export type Reports = {
  /** See readReport. */
  series(imageId: number | undefined, range: ReportRange, by: BucketUnit | 'auto'): Promise<Series>;
  /** What the answers of the system were like; the most frequent first. */
  details(span: Span): Promise<DetailRow[]>;
  /** Images with most of something. */
  top(choice: ImageChoice, span: Span, measure: Measure, limit: number): Promise<TopImage[]>;
  /** Images that nobody was served since a time, the largest first, and how many they are on all pages. */
  unused(
    choice: ImageChoice,
    since: Date,
    page: { after: UnusedPosition | undefined; limit: number },
  ): Promise<{
    images: UnusedImage[];
    total: { images: number; bytes: number };
    countedSince: Date | undefined;
  }>;
  /** What images take: directly in a folder (name "") and below each folder in it. */
  folders(choice: ImageChoice): Promise<Array<{ name: string; images: number; bytes: number }>>;
  /** Records as they are. */
  records(imageId: number | undefined, span: Span): Promise<FeedRow[]>;
};

export function createReports(db: Database): Reports {
  const inTurn = createTurns(PLACES, WAITING, 'too many reports are being made; try again');
  return {
    series: (imageId, range, by) => inTurn(() => readReport(db, imageId, range, by, Date.now())),
    details: (span) => inTurn(() => readDetails(db, span)),
    top: (choice, span, measure, limit) => inTurn(() => readTopImages(db, choice, span, measure, limit)),
    unused: (choice, since, page) =>
      inTurn(async () => ({
        images: await readUnusedImages(db, choice, since, page),
        total: await sumUnusedImages(db, choice, since),
        countedSince: await countedSince(db),
      })),
    folders: (choice) => inTurn(() => readFolderStorage(db, choice)),
    records: (imageId, span) => inTurn(() => readRecords(db, imageId, span)),
  };
}
