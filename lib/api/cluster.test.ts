import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from './testing/cli.ts';
import { type Cluster, type Meeting, startCluster } from './testing/cluster.ts';
import { photograph, save } from './testing/originals.ts';

/** For waiting until something has happened on a busy machine. */
const patience = { timeout: 20_000, interval: 50 };

/** Pixels that no encoder finishes quickly. */
function grain(width: number, height: number): Sharp {
  return sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#808080',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  });
}

const plain = (background: string): Sharp =>
  sharp({ create: { width: 300, height: 200, channels: 3, background } });

async function fill(folder: string): Promise<void> {
  for (const [i, name] of ['a', 'b', 'c', 'd'].entries()) {
    await save(folder, `${name}.jpg`, photograph(1200, 900, i));
  }
  await save(folder, 'private/e.jpg', photograph(300, 200, 7));
  await save(folder, 'slow.png', grain(2400, 1800));
  await save(folder, 'replaced.png', plain('#ff0000'));
  // Begins as a JPEG does: whatever is no picture at first sight is not tried at all.
  await writeFile(join(folder, 'broken.jpg'), Buffer.from('\xff\xd8\xff\xe0 and no more of it', 'latin1'));
}

type Interruption = [what: string, begin: (on: Cluster) => unknown, end: (on: Cluster) => unknown];

const INTERRUPTIONS: Record<Meeting, Interruption[]> = {
  Redis: [
    ['Redis stands still', ({ redis }) => redis.freeze(), ({ redis }) => redis.thaw()],
    ['Redis is away', ({ redis }) => redis.kill(), ({ redis }) => redis.restart()],
  ],
  Postgres: [
    ['Postgres stands still', ({ postgres }) => postgres.freeze(), ({ postgres }) => postgres.thaw()],
  ],
};

describe.each<Meeting>(['Redis', 'Postgres'])('two server processes that meet in %s', (meeting) => {
  let cluster: Cluster;
  /** A width that nobody has asked for yet. */
  let next = 1000;
  const cli = (args: string[], input?: string) => runCli(args, cluster.env, input);

  beforeAll(async () => {
    cluster = await startCluster(meeting, fill);
  }, 90_000);
  afterAll(async () => cluster?.stop());

  /** Renders that it took to carry something out. */
  async function rendersOf(work: () => Promise<unknown>): Promise<number> {
    const before = await cluster.renders();
    await work();
    return (await cluster.renders()) - before;
  }

  it.each([
    ['a picture', 'src=a.jpg&width=501', 200],
    ['another picture of the same file', 'src=a.jpg&width=502&angle=10', 200],
    ['a picture of another file', 'src=b.jpg&width=501', 200],
    ['a picture from a slow encoder', 'src=c.jpg&width=600&format=avif', 200],
    ['a file as it is', 'src=d.jpg&strip=0', 200],
    ['a tile of a picture too large to be made whole', 'src=a.jpg&width=1200&tile=2:4', 200],
    ['a file that is damaged', 'src=broken.jpg&width=100', 415],
  ])('make %s once for fifty equal requests', async (_what, query, status) => {
    let answers: Awaited<ReturnType<Cluster['askBoth']>> = [];
    expect(
      await rendersOf(async () => {
        answers = await cluster.askBoth(query);
      }),
    ).toBe(1);
    expect(answers.map((answer) => answer.status)).toEqual(Array(50).fill(status));
    const [first] = answers;
    for (const { body } of answers) expect(body.equals(first?.body ?? Buffer.alloc(0))).toBe(true);
    await expect.poll(cluster.leases, patience).toBe(0);
    expect(await rendersOf(() => cluster.askBoth(query, 4))).toBe(0);
  });

  it('make different pictures once each, all asked at the same time', async () => {
    const queries = Array.from({ length: 10 }, (_, i) => `src=${'abcd'[i % 4]}.jpg&width=${300 + i}`);
    const renders = await rendersOf(async () => {
      const answers = await Promise.all(queries.map((query) => cluster.askBoth(query, 10)));
      for (const { status } of answers.flat()) expect(status).toBe(200);
    });
    expect(renders).toBe(queries.length);
    await expect.poll(cluster.leases, patience).toBe(0);
  });

  it('notice a file that is replaced, and never show the old one again', async () => {
    const ask = () => cluster.askBoth('src=replaced.png&width=30', 2);
    const old = await ask();
    const draft = join(cluster.imagesDir, 'replaced.new');
    await plain('#0000ff').png().toFile(draft);
    await rename(draft, join(cluster.imagesDir, 'replaced.png'));
    const replacedAt = performance.now();
    const isOld = old.map(() => true);
    for (; isOld.includes(true); ) {
      expect(performance.now() - replacedAt).toBeLessThan(15_000);
      for (const [i, { status, headers, body }] of (await ask()).entries()) {
        expect(status).toBe(200);
        const shown = headers.get('etag') === old[i]?.headers.get('etag') ? 'old' : 'new';
        const [red, , blue] = (await sharp(body).stats()).channels;
        expect((blue?.mean ?? 0) > (red?.mean ?? 0) ? 'new' : 'old').toBe(shown);
        if (shown === 'new') isOld[i] = false;
        expect(isOld[i]).toBe(shown === 'old');
      }
    }
    const later = await cluster.askBoth('src=replaced.png&width=30', 20);
    expect(new Set(later.map(({ headers }) => headers.get('etag'))).size).toBe(1);
    expect(later[0]?.headers.get('etag')).not.toBe(old[0]?.headers.get('etag'));
  });

  it('hear at once of rights, templates and a cleared cache', async () => {
    const statuses = async (query: string) =>
      (await cluster.askBoth(query, 2)).map((answer) => answer.status);
    expect(await statuses('src=private/e.jpg&width=50')).toEqual([200, 200]);
    await cli(['access', 'set', '/private', 'Public', 'none']);
    await expect.poll(() => statuses('src=private/e.jpg&width=50'), patience).toEqual([403, 403]);

    const widths = async () =>
      Promise.all(
        (await cluster.askBoth('src=a.jpg&tmp=smalljpeg', 2)).map(
          async ({ body }) => (await sharp(body).metadata()).width,
        ),
      );
    expect(await widths()).not.toEqual([77, 77]);
    await cli(['template', 'put', 'SmallJpeg', '-'], JSON.stringify({ width: { value: 77 } }));
    await expect.poll(widths, patience).toEqual([77, 77]);

    const sources = async () =>
      (await cluster.askBoth('src=b.jpg&width=66', 2)).map(({ headers }) => headers.get('x-from-cache'));
    await sources();
    expect(await sources()).toEqual(['True', 'True']);
    await cli(['cache', 'clear']);
    // Neither memory nor any disk brings it back; one of the two makes it again, the other shares.
    await expect.poll(async () => (await sources()).includes('False'), patience).toBe(true);
  });

  it.each(INTERRUPTIONS[meeting])('go on while %s, and agree again afterwards', async (_what, begin, end) => {
    await cluster.askBoth('src=c.jpg&width=200', 2);
    await begin(cluster);
    try {
      for (const query of ['src=c.jpg&width=200', `src=c.jpg&width=${next++}`, `src=d.jpg&width=${next++}`]) {
        const askedAt = performance.now();
        for (const { status } of await cluster.askBoth(query, 10)) expect(status).toBe(200);
        expect(performance.now() - askedAt).toBeLessThan(25_000);
      }
    } finally {
      await end(cluster);
    }
    // What one process makes, the other finds; a picture of its own for each try.
    const [one, two] = cluster.pair;
    await expect
      .poll(() => {
        const path = `/image?src=a.jpg&width=${next++}`;
        return rendersOf(async () => {
          await one.get(path);
          await two.get(path);
        });
      }, patience)
      .toBe(1);
    expect(await rendersOf(() => cluster.askBoth(`src=a.jpg&width=${next++}`))).toBe(1);
    await expect.poll(cluster.leases, patience).toBe(0);
  });

  // Last, because one of the two is gone afterwards.
  it('one is killed while it makes a picture: the other makes it, and no lease stays', async () => {
    const [one, two] = cluster.pair;
    const path = '/image?src=slow.png&width=2000&format=avif&quality=90';
    const brokenOff = one.get(path).then(
      () => 'answered',
      () => 'broken off',
    );
    await expect.poll(() => one.rendering('slow'), patience).toBe(1);
    await expect.poll(cluster.leases, patience).toBe(1);
    const waiting = Promise.all([two.get(path), two.get(path)]);
    await one.kill();
    const killedAt = performance.now();
    expect(await brokenOff).toBe('broken off');
    await expect.poll(() => two.rendering('slow'), patience).toBe(1);
    expect(performance.now() - killedAt).toBeLessThan(25_000);
    for (const { status } of await waiting) expect(status).toBe(200);
    await expect.poll(cluster.leases, patience).toBe(0);
    expect((await two.get('/image?src=a.jpg&width=333')).status).toBe(200);
  });
});
