import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { provideServices } from '#lib/boot/services.ts';
import { LEVEL, PUBLIC_GROUP } from '#lib/permissions/levels.ts';
import { answerFeed } from './report-feed.ts';
import { addPerson } from './testing/api-people.ts';
import { type ApiServer, startApiServer } from './testing/api-server.ts';

const HOUR = 3_600_000;
const NORMAL_USERS = 2;

let server: ApiServer;
let reader: string;
let stranger: string;
const at = (hour: number) => new Date(Date.UTC(2026, 4, 1, hour));

beforeAll(async () => {
  server = await startApiServer();
  provideServices(Promise.resolve(server.services));
  reader = (await addPerson(server, 'reader', ['reports'])).token;
  stranger = (await addPerson(server, 'stranger')).token;
  const { db } = server.parts;
  await db.folder.create({ data: { id: 70, path: '/closed', parentId: 1 } });
  await db.folderPermission.createMany({
    data: [PUBLIC_GROUP, NORMAL_USERS].map((groupId) => ({ folderId: 70, groupId, access: LEVEL.none })),
  });
  await server.parts.announce();
  await db.image.createMany({
    data: [
      { id: 71, src: 'a.jpg', folderId: 1 },
      { id: 72, src: 'closed/b.jpg', folderId: 70 },
    ],
  });
  const row = { views: 3, cachedViews: 2, totalBytes: 1000, requestSeconds: 1.5, maxRequestSeconds: 0.7 };
  await db.systemStat.createMany({
    data: [8, 9, 14].map((hour) => ({
      ...row,
      requests: hour,
      cpuPercent: 12.7,
      fromTime: at(hour),
      toTime: at(hour + 1),
    })),
  });
  await db.imageStat.createMany({
    data: [71, 72].map((imageId) => ({ ...row, imageId, requests: 5, fromTime: at(8), toTime: at(9) })),
  });
});

afterAll(async () => {
  await server?.stop();
});

async function feed(of: 'system' | 'image', query: string, token?: string) {
  const headers = new Headers(token === undefined ? {} : { Authorization: `Bearer ${token}` });
  const url = `${server.address}/reports/datafeed/${of}?${query}`;
  const answer = await answerFeed(new Request(url, { headers }), of);
  const text = await answer.text();
  return { status: answer.status, location: answer.headers.get('location'), text };
}

const DAY = 'from=2026-05-01T00:00:00&to=2026-05-01T23:59:59';
const points = (text: string) =>
  JSON.parse(text).data.map(([ms, value]: [number, number]) => [(ms - at(0).getTime()) / HOUR, value]);
const EMPTY = { data: [], first: 0, last: 0 };

describe('the feed of the system', () => {
  it('has a point at the end of each record, and zeros around gaps', async () => {
    const { status, text } = await feed('system', `${DAY}&data_type=1`, reader);
    expect(status).toBe(200);
    expect(points(text)).toEqual([
      [9, 8],
      [10, 9],
      [11, 0],
      [14, 0],
      [15, 14],
    ]);
    const { first, last } = JSON.parse(text);
    expect([first, last]).toEqual([at(9).getTime(), at(15).getTime()]);
  });

  it.each([
    [2, 3],
    [3, 2],
    [4, 66],
    [5, 0],
    [6, 1000],
    [7, 1.5],
    [8, 0.7],
    [100, 12],
  ])('knows the number %i', async (type, value) => {
    const { text } = await feed('system', `${DAY}&data_type=${type}`, reader);
    expect(points(text)[0]).toEqual([9, value]);
  });

  it('leaves out the record that is still being counted, but for what is no sum', async () => {
    const fromTime = new Date(Math.floor(Date.now() / HOUR) * HOUR);
    await server.parts.db.systemStat.deleteMany({ where: { fromTime } });
    await server.parts.db.systemStat.create({ data: { requests: 1, fromTime, toTime: new Date() } });
    const day = fromTime.toISOString().slice(0, 10);
    const today = `from=${day}T00:00:00&to=${day}T23:59:59.999Z`;
    expect(JSON.parse((await feed('system', `${today}&data_type=1`, reader)).text).data).toEqual([]);
    expect(JSON.parse((await feed('system', `${today}&data_type=8`, reader)).text).data).toHaveLength(1);
  });

  it.each(['', DAY, `${DAY}&data_type=9`, 'from=x&to=y&data_type=1', `${DAY}&data_type=toString`])(
    'is empty for what it does not understand: %s',
    async (query) => {
      const { status, text } = await feed('system', query, reader);
      expect([status, JSON.parse(text)]).toEqual([200, EMPTY]);
    },
  );

  it('is for people who may see reports', async () => {
    const path = `/reports/datafeed/system?${DAY}&data_type=1`;
    expect(await feed('system', `${DAY}&data_type=1`)).toMatchObject({
      status: 302,
      location: `/login/?next=${encodeURIComponent(path)}`,
    });
    const refused = await feed('system', `${DAY}&data_type=1`, stranger);
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('reports');
  });
});

describe('the feed of an image', () => {
  it.each<[string, string, boolean]>([
    ['an image', 'id=71&data_type=1', true],
    ['one whose folder is closed to the reader', 'id=72&data_type=1', false],
    ['none', 'data_type=1', false],
    ['one that is not there', 'id=999&data_type=1', false],
    ['the load of the machine', 'id=71&data_type=100', false],
  ])('of %s', async (_what, query, found) => {
    const { status, text } = await feed('image', `${DAY}&${query}`, reader);
    expect(status).toBe(200);
    if (found) expect(points(text)).toEqual([[9, 5]]);
    else expect(JSON.parse(text)).toEqual(EMPTY);
  });
});
