import { services } from '#lib/boot/services.ts';
import { readImage } from '#lib/catalog/store/image-records.ts';
import { feedTime } from '#lib/contracts/reports.ts';
import { EmulsionError, refused } from '#lib/errors/error.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { EMPTY_FEED, type Feed, feedOf, isFeedType, leavesRunningOut } from '#lib/reports/feed.ts';
import type { Call } from './door/endpoint.ts';
import { refusal } from './sign-in/page-response.ts';
import { readerOf } from './sign-in/reader.ts';

type Parts = Call<unknown, unknown>['parts'];
type Caller = Call<unknown, unknown>['caller'];

/**
 * `/reports/datafeed/system` and `/reports/datafeed/image?id=`: points of a chart in the form of the original. Whoever is
 * not signed in is sent to do so, and without the permission it is 403; anything else that is wrong is answered with 200
 * and no points.
 */
export async function answerFeed(request: Request, of: 'system' | 'image'): Promise<Response> {
  try {
    const all = await services();
    const caller = await readerOf(all, request);
    if (caller instanceof Response) return caller;
    const { api: parts } = all;
    const { searchParams } = new URL(request.url);
    if (!caller.principal.flags.has('reports')) throw refused('You need the permission to see reports');
    await parts.refresh();
    const feed = await readFeed(parts, caller, of, searchParams);
    return Response.json(feed, { headers: { 'Cache-Control': 'private, no-store' } });
  } catch (error) {
    return refusal(error);
  }
}

async function readFeed(
  parts: Parts,
  caller: Caller,
  of: 'system' | 'image',
  query: URLSearchParams,
): Promise<Feed> {
  const periodMs = parts.settings.stats.frequencyMinutes * 60_000;
  const from = feedTime.safeParse(query.get('from'));
  const to = feedTime.safeParse(query.get('to'));
  const dataType = Number(query.get('data_type'));
  if (!from.success || !to.success || !isFeedType(dataType, of === 'image')) return EMPTY_FEED;
  const imageId = of === 'image' ? await imageOf(parts, caller, query.get('id')) : undefined;
  if (of === 'image' && imageId === undefined) return EMPTY_FEED;
  const end = leavesRunningOut(dataType)
    ? Math.min(to.data.getTime(), Date.now() - periodMs)
    : to.data.getTime();
  try {
    const records = await parts.reports.records(imageId, { from: from.data.getTime(), to: end });
    return feedOf(records, dataType, periodMs);
  } catch (error) {
    if (error instanceof EmulsionError) return EMPTY_FEED;
    throw error;
  }
}

/** The image, when the caller may see it; undefined otherwise. */
async function imageOf(parts: Parts, caller: Caller, text: string | null): Promise<number | undefined> {
  if (text === null || !/^\d{1,9}$/.test(text)) return undefined;
  const image = await readImage(parts.db, Number(text));
  if (!image) return undefined;
  const level = parts.permissions.level(caller.principal, image.folder.path);
  return level >= LEVEL.view ? image.id : undefined;
}
