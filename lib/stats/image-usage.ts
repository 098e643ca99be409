import type { Database } from '#lib/db/client.ts';
import type { Statistics } from './statistics.ts';
import { type DayOfUsage, type SumOfUsage, sumUsage, usageByDay } from './store/usage.ts';

/** How much an image is asked for. */
export type ImageUsage = {
  lastDay: SumOfUsage;
  /** The days below together. */
  lastMonth: SumOfUsage;
  /** 30 days (UTC), the last is today. */
  days: DayOfUsage[];
};

const DAY = 86_400_000;
const DAYS = 30;

function add(sum: SumOfUsage, more: SumOfUsage): void {
  sum.requests += more.requests;
  sum.views += more.views;
  sum.downloads += more.downloads;
  sum.totalBytes += more.totalBytes;
}

function noUsage(): SumOfUsage {
  return { requests: 0, views: 0, downloads: 0, totalBytes: 0 };
}

/** The usage of an image, with what this process has not written yet. */
export async function imageUsage(
  { db, statistics }: { db: Database; statistics: Pick<Statistics, 'unwritten'> },
  imageId: number,
  now = Date.now(),
): Promise<ImageUsage> {
  const first = Math.floor(now / DAY) * DAY - (DAYS - 1) * DAY;
  const [lastDay, found] = await Promise.all([
    sumUsage(db, imageId, new Date(now - DAY)),
    usageByDay(db, imageId, new Date(first)),
  ]);
  const unwritten = statistics.unwritten(imageId);
  add(lastDay, unwritten);
  const byDay = new Map(found.map((day) => [day.day, day]));
  const days = Array.from({ length: DAYS }, (_, i): DayOfUsage => {
    const day = new Date(first + i * DAY).toISOString().slice(0, 10);
    return byDay.get(day) ?? { day, ...noUsage() };
  });
  const today = days.at(-1);
  if (today) add(today, unwritten);
  const lastMonth = noUsage();
  for (const day of days) add(lastMonth, day);
  return { lastDay, lastMonth, days };
}
