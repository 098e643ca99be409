import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LEVEL } from '#lib/permissions/levels.ts';
import { type ApiServer, startApiServer } from './testing/api-server.ts';
import { photograph, save } from './testing/originals.ts';

let server: ApiServer;
let imageId: number;

beforeAll(async () => {
  server = await startApiServer({ STATS_REFERRERS: 'true' }, async (folder) => {
    await save(folder, 'a.jpg', photograph(400, 300, 1));
    await save(folder, 'b.jpg', photograph(400, 300, 2));
  });
  await server.parts.db.folderPermission.updateMany({ data: { access: LEVEL.download } });
  await server.parts.announce();
  await server.get('/image?src=a.jpg&width=10');
  await server.get('/image?src=b.jpg&width=10');
  const { db } = server.parts;
  imageId = (await db.image.findUniqueOrThrow({ where: { src: 'a.jpg' } })).id;
  await server.call('POST', '/api/v1/admin/templates/', {
    token: server.admin,
    json: { name: 'uncounted', description: '', template: { record_stats: { value: false } } },
  });
});

afterAll(async () => {
  await server?.stop();
});

beforeEach(async () => {
  await server.parts.statistics.flush();
  await server.parts.db.$executeRaw`TRUNCATE imagestats, systemstats, systemdetails`;
});

const COUNTERS = ['requests', 'views', 'cachedViews', 'downloads', 'totalBytes'] as const;

/** Counters of the image and of the system: requests, views, cached views, downloads, bytes. */
async function counted() {
  await server.parts.statistics.flush();
  const { db } = server.parts;
  const sum = (rows: ReadonlyArray<Record<(typeof COUNTERS)[number], bigint>>) =>
    COUNTERS.map((name) => rows.reduce((total, row) => total + Number(row[name]), 0));
  return {
    image: sum(await db.imageStat.findMany({ where: { imageId } })),
    system: sum(await db.systemStat.findMany()),
  };
}

/** Requests by name of one kind. */
async function details(kind: string): Promise<Record<string, number>> {
  await server.parts.statistics.flush();
  const rows = await server.parts.db.systemDetail.findMany({ where: { kind } });
  return Object.fromEntries(rows.map(({ name, requests }) => [name, Number(requests)]));
}

const get = (path: string, headers: Record<string, string> = {}) => server.get(path, { headers });

describe('counters', () => {
  it('count as in the example of the contract', async () => {
    const url = '/image?src=a.jpg&width=123';
    const first = await get(url);
    const n = first.body.length;
    const tag = { 'If-None-Match': first.headers.get('etag') ?? '' };
    for (let i = 0; i < 4; i++) await get(url);
    for (let i = 0; i < 3; i++) await get(`${url}&stats=0`);
    const original = await get('/original?src=a.jpg');
    for (let i = 0; i < 8; i++) expect((await get(url, tag)).status).toBe(304);
    const d = original.body.length;
    expect(await counted()).toEqual({
      image: [17, 5, 4, 1, 5 * n + d],
      system: [17, 8, 7, 1, 8 * n + d],
    });
  });

  const warm = '/image?src=a.jpg&width=10';
  it.each<[string, string, Record<string, string>, number[], number[]]>([
    ['a template that is not counted', `${warm}&tmp=uncounted`, {}, [1, 0, 0, 0], [1, 1, 0, 0]],
    ['stats=1 over such a template', `${warm}&tmp=uncounted&stats=1`, {}, [1, 1, 1, 0], [1, 1, 1, 0]],
    ['an original with stats=0', '/original?src=a.jpg&stats=0', {}, [1, 0, 0, 0], [1, 0, 0, 1]],
    ['a first part', '/original?src=a.jpg', { Range: 'bytes=0-9' }, [1, 0, 0, 1], [1, 0, 0, 1]],
    ['a later part', '/original?src=a.jpg', { Range: 'bytes=10-19' }, [1, 0, 0, 0], [1, 0, 0, 0]],
    ['304 in spite of stats=0', `${warm}&stats=0`, { 'If-None-Match': '*' }, [1, 0, 0, 0], [1, 0, 0, 0]],
    ['a bad request', `${warm}&angle=x`, {}, [0, 0, 0, 0], [0, 0, 0, 0]],
    ['a missing file', '/image?src=none.jpg', {}, [0, 0, 0, 0], [0, 0, 0, 0]],
    ['another image', '/image?src=b.jpg&width=10', {}, [0, 0, 0, 0], [1, 1, 1, 0]],
  ])('%s', async (_what, path, headers, image, system) => {
    await get(path, headers);
    const { image: ofImage, system: ofSystem } = await counted();
    expect([ofImage.slice(0, 4), ofSystem.slice(0, 4)]).toEqual([image, system]);
  });

  it('keep the slowest request and the load of the machine', async () => {
    await get('/image?src=a.jpg&width=301');
    await get(warm);
    await counted();
    const row = await server.parts.db.systemStat.findFirstOrThrow();
    expect(row.maxRequestSeconds).toBeGreaterThan(0);
    expect(row.requestSeconds).toBeGreaterThan(row.maxRequestSeconds);
    expect(row.samples).toBeGreaterThan(0);
    expect(row.memoryPercent).toBeGreaterThan(0);
    expect(row.memoryPercent).toBeLessThanOrEqual(100);
  });
});

describe('what answers were like', () => {
  it('is told by status, place of the bytes, format and time', async () => {
    await get('/image?src=a.jpg&width=77&format=png');
    await get('/image?src=a.jpg&width=77&format=png');
    await get('/image?src=a.jpg&width=10', { 'If-None-Match': '*' });
    await get('/original?src=a.jpg', { Range: 'bytes=0-9' });
    await get('/image?src=none.jpg');
    expect(await details('status')).toEqual({ 200: 2, 206: 1, 304: 1, 404: 1 });
    // The picture that is unchanged was answered from memory too.
    expect(await details('source')).toEqual({ render: 1, memory: 2, original: 1 });
    expect(await details('format')).toEqual({ png: 2 });
    const sum = (of: Record<string, number>) => Object.values(of).reduce((all, n) => all + n, 0);
    expect(sum(await details('response'))).toBe(4);
    expect(sum(await details('render'))).toBe(1);
  });

  it('tells what the choice of the format saves', async () => {
    const url = '/image?src=a.jpg&width=390&format=auto';
    const webp = await get(url, { Accept: 'image/webp' });
    expect(webp.headers.get('content-type')).toBe('image/webp');
    // The picture for other browsers is made in the background, and speaks for those that follow.
    await expect
      .poll(async () => {
        await get(url, { Accept: 'image/webp' });
        return (await details('saved')).webp ?? 0;
      })
      .toBeGreaterThan(0);
    const jpg = await get(url);
    const row = await server.parts.db.systemDetail.findFirstOrThrow({ where: { kind: 'saved' } });
    const each = jpg.body.length - webp.body.length;
    expect(Number(row.bytes) / Number(row.requests)).toBeCloseTo(each, 0);
    expect(jpg.headers.get('x-from-cache')).toBe('True');
  });

  it('notes hosts of pages and nothing else about who asks', async () => {
    const url = '/image?src=a.jpg&width=10';
    await get(url, { Referer: 'https://Anna:pw@Shop.Example.com:8443/account/anna?mail=anna@example.com' });
    await get(url, { Referer: 'https://shop.example.com/' });
    await get(url, { Referer: 'http://192.168.1.17/private' });
    await get(url, { Referer: 'http://[2001:db8::1]/x' });
    await get(url, { Referer: 'android-app://com.example' });
    await get(url);
    expect(await details('referrer')).toEqual({
      'shop.example.com': 2,
      '(address)': 2,
      '(none)': 2,
    });
  });
});
