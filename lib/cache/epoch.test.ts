import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { connect } from '#lib/db/connection.ts';
import { type Change, type Channel, createEpoch, type Epoch } from './epoch.ts';
import { createPostgresChannel } from './postgres-channel.ts';
import { createRedisChannel } from './redis-channel.ts';
import { startPostgres, type TestPostgres } from './testing/postgres-server.ts';
import { freePort, startRedis, type TestRedis } from './testing/redis-server.ts';

// Real servers and processes on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const patience = { timeout: 15_000, interval: 20 };

type Heard = { epoch: Epoch; heard: string[] };
const nodes: Epoch[] = [];

function openNode(channel?: Channel): Heard {
  const epoch = createEpoch({ channel });
  const heard: string[] = [];
  epoch.onChange((change, from) => heard.push(`${from} ${describeChange(change)}`));
  nodes.push(epoch);
  return { epoch, heard };
}

const describeChange = (change: Change): string =>
  'id' in change ? `${change.kind} ${change.id} ${change.src}` : change.kind;

afterEach(async () => {
  await Promise.all(nodes.splice(0).map((epoch) => epoch.close()));
});

describe('epoch without a channel', () => {
  it('rises with each change, tells its listeners and is live', async () => {
    const { epoch, heard } = openNode();
    const before = epoch.value;
    await epoch.bump({ kind: 'image', id: 3, src: 'ä/3.jpg' });
    await epoch.bump({ kind: 'all' });
    expect(epoch.value).toBe(before + 2);
    expect(heard).toEqual(['here image 3 ä/3.jpg', 'here all']);
    expect(epoch.live).toBe(true);
  });

  it('stops telling whoever does not want to hear any more', async () => {
    const { epoch } = openNode();
    const heard: Change[] = [];
    const stop = epoch.onChange((change) => heard.push(change));
    stop();
    await epoch.bump({ kind: 'all' });
    expect(heard).toEqual([]);
  });
});

/** Two nodes, both listening, with what they heard while connecting left out. */
async function openPair(open: () => Channel): Promise<[Heard, Heard]> {
  const pair: [Heard, Heard] = [openNode(open()), openNode(open())];
  for (const { epoch, heard } of pair) {
    await expect.poll(() => epoch.live && heard.length > 0, patience).toBe(true);
    heard.length = 0;
  }
  return pair;
}

async function proveBroadcast(open: () => Channel): Promise<void> {
  const [one, two] = await openPair(open);
  const before = two.epoch.value;
  await one.epoch.bump({ kind: 'image', id: 42, src: 'ä/42.jpg' });
  await one.epoch.bump({ kind: 'all' });
  await one.epoch.bump({ kind: 'pictures' });
  await one.epoch.bump({ kind: 'record', id: 3, src: 'ä/3.jpg' });
  await two.epoch.bump({ kind: 'image', id: 7, src: 'ä/7.jpg' });
  await expect.poll(() => one.heard.length + two.heard.length, patience).toBe(10);
  expect(one.heard).toEqual([
    'here image 42 ä/42.jpg',
    'here all',
    'here pictures',
    'here record 3 ä/3.jpg',
    'elsewhere image 7 ä/7.jpg',
  ]);
  expect(two.heard.filter((text) => text.startsWith('elsewhere'))).toEqual([
    'elsewhere image 42 ä/42.jpg',
    'elsewhere all',
    'elsewhere pictures',
    'elsewhere record 3 ä/3.jpg',
  ]);
  expect(two.epoch.value).toBe(before + 5);
}

describe('epoch over Redis', () => {
  let server: TestRedis;
  const port = freePort();
  beforeAll(async () => {
    server = await startRedis(await port);
  });
  afterAll(() => server.kill());

  it('tells the other process, and ignores its own voice', () =>
    proveBroadcast(() => createRedisChannel({ url: server.url })));

  it('counts an outage as a change, and says afterwards what it could not say then', async () => {
    const [one, two] = await openPair(() => createRedisChannel({ url: server.url }));
    await server.kill();
    await expect.poll(() => one.epoch.live || two.epoch.live, patience).toBe(false);
    await one.epoch.bump({ kind: 'image', id: 1, src: 'ä/1.jpg' });
    const before = two.epoch.value;
    server = await startRedis(await port);
    await expect.poll(() => one.epoch.live && two.epoch.live, patience).toBe(true);
    await expect.poll(() => two.epoch.value, patience).toBeGreaterThan(before);
    one.heard.length = 0;
    await expect
      .poll(async () => {
        await two.epoch.bump({ kind: 'image', id: 2, src: 'ä/2.jpg' });
        return one.heard.includes('elsewhere image 2 ä/2.jpg');
      }, patience)
      .toBe(true);
  });

  it('is not live while Redis stands still', async () => {
    const [one] = await openPair(() => createRedisChannel({ url: server.url }));
    server.freeze();
    await expect.poll(() => one.epoch.live, patience).toBe(false);
    server.thaw();
    await expect.poll(() => one.epoch.live, patience).toBe(true);
    await expect.poll(() => one.heard, patience).toContain('elsewhere all');
  });
});

describe('epoch over Postgres', () => {
  let server: TestPostgres;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());
  const open = () => createPostgresChannel({ connect: () => connect(server.url) });

  it('tells the other process, and ignores its own voice', () => proveBroadcast(open));

  it('counts a lost connection as a change and connects again', async () => {
    const [one, two] = await openPair(open);
    const admin = await connect(server.url);
    try {
      await admin.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE $1',
        ['LISTEN%'],
      );
    } finally {
      await admin.end();
    }
    await expect.poll(() => one.heard.includes('elsewhere all'), patience).toBe(true);
    await expect.poll(() => two.heard.includes('elsewhere all'), patience).toBe(true);
    await expect.poll(() => one.epoch.live && two.epoch.live, patience).toBe(true);
    await one.epoch.bump({ kind: 'image', id: 5, src: 'ä/5.jpg' });
    await expect.poll(() => two.heard, patience).toContain('elsewhere image 5 ä/5.jpg');
  });
});
