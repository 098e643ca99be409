import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LEVEL, PUBLIC_GROUP } from '#lib/permissions/levels.ts';
import { addPerson } from './testing/api-people.ts';
import { type ApiServer, startApiServer } from './testing/api-server.ts';
import { photograph, save } from './testing/originals.ts';

const NORMAL_USERS = 2;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let server: ApiServer;
/** Somebody who sees reports, but not the folder `closed`. */
let reader: string;
let ids: Record<string, number>;

beforeAll(async () => {
  server = await startApiServer({}, async (folder) => {
    for (const [i, name] of ['a.jpg', 'shop/b.jpg', 'shop/new/c.jpg', 'closed/d.jpg'].entries()) {
      await save(folder, name, photograph(100 + 20 * i, 80, i));
    }
  });
  for (const name of ['a.jpg', 'shop/b.jpg', 'shop/new/c.jpg', 'closed/d.jpg']) {
    await server.get(`/image?src=${name}&width=10`);
  }
  const { db } = server.parts;
  ids = Object.fromEntries((await db.image.findMany()).map(({ src, id }) => [src, id]));
  const { id: folderId } = await db.folder.findUniqueOrThrow({ where: { path: '/closed' } });
  await db.folderPermission.createMany({
    data: [PUBLIC_GROUP, NORMAL_USERS].map((groupId) => ({ folderId, groupId, access: LEVEL.none })),
  });
  await server.parts.announce();
  reader = (await addPerson(server, 'reader', ['reports'])).token;
});

afterAll(async () => {
  await server?.stop();
});

beforeEach(async () => {
  await server.parts.statistics.flush();
  await server.parts.db.$executeRaw`TRUNCATE imagestats, systemstats, systemdetails`;
});

const get = (path: string, token = reader) => server.call('GET', `/api/v1/reports/${path}`, { token });

/** Records of an hour each; of the system when there is no src. */
async function record(src: string | undefined, time: string, counts: Record<string, number>) {
  const fromTime = new Date(time);
  const toTime = new Date(fromTime.getTime() + HOUR);
  const { db } = server.parts;
  if (src === undefined) await db.systemStat.create({ data: { fromTime, toTime, ...counts } });
  else await db.imageStat.create({ data: { imageId: ids[src] ?? 0, fromTime, toTime, ...counts } });
}

const detail = (kind: string, name: string, time: string, requests: number, bytes = 0) =>
  server.parts.db.systemDetail.create({ data: { fromTime: new Date(time), kind, name, requests, bytes } });

const requestsOf = (points: Array<{ time: string; requests: number }>) =>
  points.filter(({ requests }) => requests > 0).map(({ time, requests }) => [time.slice(0, 16), requests]);

describe('series', () => {
  it.each([
    // Where a clock change makes a day 23 or 25 hours long, what is counted around midnight stays in its day.
    [
      'spring',
      ['2026-03-28', '2026-03-30'],
      [
        ['2026-03-28T22:00:00Z', 1],
        ['2026-03-28T23:00:00Z', 2],
        ['2026-03-29T21:00:00Z', 4],
        ['2026-03-29T22:00:00Z', 8],
      ],
      [
        ['2026-03-27T23:00', 1],
        ['2026-03-28T23:00', 6],
        ['2026-03-29T22:00', 8],
      ],
    ],
    [
      'autumn',
      ['2026-10-24', '2026-10-26'],
      [
        ['2026-10-24T21:00:00Z', 1],
        ['2026-10-24T22:00:00Z', 2],
        ['2026-10-25T22:00:00Z', 4],
        ['2026-10-25T23:00:00Z', 8],
      ],
      [
        ['2026-10-23T22:00', 1],
        ['2026-10-24T22:00', 6],
        ['2026-10-25T23:00', 8],
      ],
    ],
  ] as const)('have the days of the reader in %s', async (_season, [from, to], rows, expected) => {
    for (const [time, requests] of rows) await record(undefined, time, { requests });
    const { data } = await get(`series/?zone=Europe/Berlin&by=day&from=${from}&to=${to}`);
    expect(requestsOf(data.points)).toEqual(expected);
    expect(data.points).toHaveLength(3);
    expect(data.totals.requests).toBe(15);
  });

  it('have both hours that an autumn night has twice', async () => {
    await record(undefined, '2026-10-25T00:00:00Z', { requests: 1 });
    await record(undefined, '2026-10-25T01:00:00Z', { requests: 2 });
    const { data } = await get('series/?zone=Europe/Berlin&from=2026-10-25&to=2026-10-25');
    expect([data.by, data.points.length]).toEqual(['hour', 25]);
    expect(requestsOf(data.points)).toEqual([
      ['2026-10-25T00:00', 1],
      ['2026-10-25T01:00', 2],
    ]);
  });

  it('of the system tell load and times, beside as long a time before', async () => {
    await record(undefined, '2026-05-01T10:00:00Z', { requests: 4, views: 2, totalBytes: 9 });
    await record(undefined, '2026-05-03T10:00:00Z', {
      requests: 10,
      views: 8,
      cachedViews: 6,
      downloads: 1,
      requestSeconds: 2,
      maxRequestSeconds: 1.5,
      cpuPercent: 30,
      memoryPercent: 40,
      cachePercent: 5,
      samples: 2,
    });
    await record(undefined, '2026-05-03T11:00:00Z', {
      requests: 1,
      cpuPercent: 60,
      cachePercent: 7,
      samples: 1,
    });
    await detail('response', '0.01', '2026-05-03T10:00:00Z', 90);
    await detail('response', '0.1', '2026-05-03T10:00:00Z', 10);
    const { data } = await get('series/?from=2026-05-03&to=2026-05-04&by=day');
    expect(data.points[0]).toMatchObject({
      requests: 11,
      served: 9,
      views: 8,
      cached_views: 6,
      downloads: 1,
      seconds: 2,
      max_seconds: 1.5,
      cpu: 40,
      cache: 7,
    });
    // Half of the ten that took longer than 10 ms, in the middle of what lies between the bounds.
    expect(data.points[0].p95_seconds).toBeCloseTo(0.055);
    expect(data.points[1]).toMatchObject({ requests: 0, cpu: null, p95_seconds: null });
    expect([data.previous.from, data.previous.to]).toEqual([
      '2026-05-01T00:00:00.000Z',
      '2026-05-03T00:00:00.000Z',
    ]);
    expect(requestsOf(data.previous.points)).toEqual([['2026-05-01T00:00', 4]]);
    expect(data.previous.totals).toMatchObject({ requests: 4, bytes: 9 });
    expect(data.counted_since).toBe('2026-05-01T10:00:00.000Z');
  });

  it('compare a time that is not over with as much of the time before', async () => {
    const now = Math.floor(Date.now() / HOUR) * HOUR;
    const at = (time: number) => new Date(time).toISOString();
    await record(undefined, at(now - 3 * HOUR), { requests: 1 });
    await record(undefined, at(now - 24 * HOUR), { requests: 2 });
    const { data } = await get('series/?hours=24');
    expect(requestsOf(data.points).map(([, requests]) => requests)).toEqual([1]);
    expect(data.points).toHaveLength(24);
    expect(data.previous.totals.requests).toBe(2);
    const today = await get(
      'series/?zone=UTC&from=' + at(now + DAY).slice(0, 10) + '&to=' + at(now + DAY).slice(0, 10),
    );
    expect(today.data.previous.totals.requests).toBe(0);
  });

  it('of an image need the right to see it', async () => {
    await record('closed/d.jpg', '2026-05-03T10:00:00Z', { requests: 3, views: 1 });
    const path = `series/?id=${ids['closed/d.jpg']}&from=2026-05-03&to=2026-05-03`;
    expect((await get(path)).status).toBe(403);
    expect((await get(path.replace('series/', 'series/csv/'))).status).toBe(403);
    const { data } = await get(path, server.admin);
    expect(data.image).toMatchObject({ src: 'closed/d.jpg', status: 1 });
    expect(data.totals).toMatchObject({ requests: 3, served: 1, p95_seconds: null });
    expect((await get('series/?id=999999')).status).toBe(404);
  });

  it('come as a CSV file', async () => {
    await record(undefined, '2026-05-03T10:00:00Z', { requests: 10, requestSeconds: 0.5 });
    const { headers, text } = await get('series/csv/?from=2026-05-03&to=2026-05-04&by=day');
    expect(headers.get('content-disposition')).toBe('attachment; filename="series.csv"');
    const lines = text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^time,requests,served,/);
    expect(lines[1]).toMatch(/^2026-05-03T00:00:00.000Z,10,0,0,0,0,0,0.5,0,/);
  });

  it.each([
    ['zone=Nowhere', 'zone: expected a time zone such as Europe/Berlin'],
    ['from=2026-02-30', 'from: expected a day'],
    ['from=2026-05-02&to=2026-05-01', 'from, to: expected a time that ends after it begins'],
    ['from=1990-01-01&to=2026-05-01', 'from, to: expected at most 3660 days'],
    ['from=2026-01-01&to=2026-05-01&by=hour', 'by: expected at most 1100 points'],
    ['by=week', 'by: expected auto, hour, day or month'],
    ['hours=0', 'hours: expected a whole number from 1 to 168'],
  ])('refuse %s', async (query, message) => {
    const answer = await get(`series/?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.message).toContain(message);
  });
});

describe('top images', () => {
  const span = 'from=2026-05-01&to=2026-05-02';

  beforeEach(async () => {
    await record('a.jpg', '2026-05-01T10:00:00Z', { requests: 9, views: 1, maxRequestSeconds: 0.5 });
    await record('a.jpg', '2026-05-02T10:00:00Z', { requests: 1, downloads: 1, maxRequestSeconds: 4 });
    await record('a.jpg', '2026-05-03T00:00:00Z', { requests: 100 });
    await record('shop/b.jpg', '2026-05-01T10:00:00Z', {
      requests: 5,
      views: 5,
      cachedViews: 4,
      totalBytes: 1000,
      requestSeconds: 3,
    });
    await record('shop/new/c.jpg', '2026-05-01T10:00:00Z', { requests: 2, views: 2, downloads: 2 });
    await record('closed/d.jpg', '2026-05-01T10:00:00Z', { requests: 999, views: 999 });
  });

  const names = async (query: string, token = reader) =>
    (await get(`top/?${span}&${query}`, token)).data.images.map(({ src }: { src: string }) => src);

  it.each([
    ['measure=requests', ['a.jpg', 'shop/b.jpg', 'shop/new/c.jpg']],
    ['', ['shop/b.jpg', 'shop/new/c.jpg', 'a.jpg']],
    ['measure=views', ['shop/b.jpg', 'shop/new/c.jpg', 'a.jpg']],
    ['measure=cached_views', ['shop/b.jpg']],
    ['measure=downloads', ['shop/new/c.jpg', 'a.jpg']],
    ['measure=bytes', ['shop/b.jpg']],
    ['measure=seconds', ['shop/b.jpg']],
    ['measure=max_seconds', ['a.jpg']],
    ['path=/shop', ['shop/b.jpg', 'shop/new/c.jpg']],
    ['path=/shop/new', ['shop/new/c.jpg']],
    ['path=/closed', []],
    ['limit=1', ['shop/b.jpg']],
  ])('by %s, as far as the reader may see them', async (query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  it('have all counts of the time, also as CSV', async () => {
    expect(await names('limit=1', server.admin)).toEqual(['closed/d.jpg']);
    const { data } = await get(`top/?${span}&measure=requests&limit=1`);
    expect(data.images[0]).toMatchObject({ requests: 10, served: 2, views: 1, downloads: 1, max_seconds: 4 });
    const { text } = await get(`top/csv/?${span}&path=/shop`);
    expect(text.split('\r\n').slice(1)).toEqual([
      'shop/b.jpg,5,5,5,4,0,1000,3,0',
      'shop/new/c.jpg,2,4,2,0,2,0,0,0',
      '',
    ]);
  });
});

describe('images that nobody asks for', () => {
  it('are those that were served long ago or never, as far as the reader may see them', async () => {
    const { db } = server.parts;
    const long = new Date(Date.now() - 100 * DAY);
    await db.image.updateMany({ data: { createdAt: long } });
    await db.image.update({ where: { id: ids['shop/new/c.jpg'] ?? 0 }, data: { createdAt: new Date() } });
    const at = (days: number) => new Date(Date.now() - days * DAY).toISOString();
    await record('a.jpg', at(60), { requests: 1, views: 1 });
    // Somebody looked at its thumbnail in the library.
    await record('a.jpg', at(1), { requests: 7 });
    const sources = (data: any) => data.results.map(({ src }: { src: string }) => src).toSorted();
    const { data } = await get('unused/?days=30');
    expect(sources(data)).toEqual(['a.jpg', 'shop/b.jpg']);
    expect(data.images).toBe(2);
    const served = data.results.find(({ src }: { src: string }) => src === 'a.jpg').last_served;
    expect(Math.abs(Date.parse(served) - Date.parse(at(60)) - HOUR)).toBeLessThan(60_000);
    expect(sources((await get('unused/?days=30', server.admin)).data)).toContain('closed/d.jpg');
    expect(sources((await get('unused/?days=90')).data)).toEqual(['shop/b.jpg']);
    expect(sources((await get('unused/?days=30&path=/shop')).data)).toEqual(['shop/b.jpg']);
    await record('shop/b.jpg', at(2), { requests: 1, downloads: 1 });
    expect(sources((await get('unused/?days=30')).data)).toEqual(['a.jpg']);

    const first = await get('unused/?days=30&limit=1', server.admin);
    const second = await get(`unused/?days=30&limit=1&cursor=${first.data.next}`, server.admin);
    expect(second.data.next).toBeNull();
    expect(new Set([...sources(first.data), ...sources(second.data)])).toEqual(
      new Set(['a.jpg', 'closed/d.jpg']),
    );
    expect((await get('unused/csv/?days=30')).text).toMatch(/^src,bytes,created,last_served\r\na.jpg,\d+,/);
    expect((await get('unused/?days=366')).message).toContain('days: expected at most 365');
  });
});

it('storage is told folder by folder, as far as the reader may see it', async () => {
  const { data } = await get('folders/');
  expect(data.folders.map(({ path, images }: any) => [path, images])).toEqual([['/shop', 2]]);
  expect([data.images, data.total.images]).toEqual([1, 3]);
  expect(data.total.bytes).toBe(data.bytes + data.folders[0].bytes);
  const all = await get('folders/', server.admin);
  expect(all.data.folders.map(({ name }: any) => name).toSorted()).toEqual(['closed', 'shop']);
  const shop = await get('folders/?path=/shop');
  expect(shop.data).toMatchObject({ path: '/shop', images: 1, folders: [{ path: '/shop/new', images: 1 }] });
  expect((await get('folders/?path=/closed')).data).toMatchObject({ folders: [], total: { images: 0 } });
  expect((await get('folders/csv/?path=/shop')).text).toMatch(
    /^path,images,bytes\r\n\/shop,1,\d+\r\n\/shop\/new,1,/,
  );
});

it('what answers were like is summed over the time', async () => {
  await detail('status', '200', '2026-05-01T10:00:00Z', 3, 30);
  await detail('status', '200', '2026-05-02T10:00:00Z', 4, 40);
  await detail('status', '404', '2026-05-02T10:00:00Z', 1);
  await detail('saved', 'avif', '2026-05-02T10:00:00Z', 2, 5000);
  await detail('status', '500', '2026-05-03T00:00:00Z', 9);
  const { data } = await get('breakdown/?from=2026-05-01&to=2026-05-02');
  expect(data).toMatchObject({
    status: [
      { name: '200', requests: 7, bytes: 70 },
      { name: '404', requests: 1 },
    ],
    saved: [{ name: 'avif', bytes: 5000 }],
    format: [],
    referrers_noted: false,
  });
  const { text } = await get('breakdown/csv/?from=2026-05-01&to=2026-05-02');
  expect(text).toContain('status,200,7,70\r\n');
});

it('the process tells how it does', async () => {
  const before = (await get('live/')).data;
  await server.get('/image?src=a.jpg&width=33');
  await expect
    .poll(async () => (await get('live/')).data.requests, { timeout: 5000 })
    .toBeGreaterThan(before.requests);
  const { data } = await get('live/');
  expect(data.statuses['200']).toBeGreaterThan(0);
  expect(data.sources.render).toBeGreaterThan(0);
  expect(data.process.resident_bytes).toBeGreaterThan(1e6);
  expect(data.lanes.map(({ name }: any) => name)).toEqual(['render', 'slow']);
  expect(data.cache.map(({ name }: any) => name)).toEqual(['memory', 'disk']);
  expect(data.tasks).toEqual({ pending: expect.any(Number), active: expect.any(Number), failed: 0 });
});
