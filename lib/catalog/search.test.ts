import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startPostgres, type TestPostgres } from '#lib/cache/testing/postgres-server.ts';
import { type Database, openDatabase } from '#lib/db/client.ts';
import { migrateDatabase } from '#lib/db/migrate.ts';
import type { Regions } from '#lib/permissions/regions.ts';
import { createImageSearch } from './image-search.ts';
import { readSearchTerms } from './search-terms.ts';
import { type ImageSearch, readySearch } from './store/search-conditions.ts';
import { type Position, type Sort, searchImages, searchStatement } from './store/search-images.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const FILLERS = 30_000;
const EVERYWHERE: Regions = { root: true, turns: [] };

let postgres: TestPostgres;
let db: Database;

type Sample = [src: string, title?: string, description?: string, size?: number];

const SAMPLES: Sample[] = [
  ['garden/sunflower.jpg', 'Yellow in July', 'A field near Arles', 500],
  ['garden/flow.png', '', '', 100],
  ['garden/deep/rose_red-01.tif', 'Rosa gallica', 'red rose on grey', 900],
  ['garden/deep/red.jpg', 'Rose', 'not a phrase: rose, red', 300],
  ['office/100%_wool.jpg', 'Jumper', '', 200],
  ['office/Größe.jpg', 'GRÖSSE', '', 400],
  ['office/back\\slash.jpg', '', '', 50],
  ['private/rose.jpg', 'secret rose', '', 10],
  ['private/open/rose.jpg', 'public again', '', 20],
];

beforeAll(async () => {
  postgres = await startPostgres();
  await migrateDatabase(postgres.url);
  db = openDatabase(postgres.url, { poolSize: 3 });
  const folders = ['/garden', '/garden/deep', '/office', '/private', '/private/open', '/filler'];
  await db.folder.createMany({ data: folders.map((path) => ({ path, parentId: 1 })) });
  const ids = new Map((await db.folder.findMany()).map(({ path, id }) => [path, id]));
  await db.image.createMany({
    data: SAMPLES.map(([src, title = '', description = '', size = 0], index) => ({
      src,
      title,
      description,
      folderId: ids.get(`/${src.slice(0, src.lastIndexOf('/'))}`) ?? 1,
      width: 100 * (index + 1),
      height: 50,
      fileSize: BigInt(size),
      fileTime: BigInt(Date.UTC(2026, 0, index + 1, 12)),
    })),
  });
  await db.$executeRaw`
    INSERT INTO images (src, folder_id, title, file_size, file_time)
    SELECT 'filler/picture-' || n || '.gif', ${ids.get('/filler')}, 'number ' || n, n, 0
    FROM generate_series(1, ${FILLERS}::int) n`;
  await db.image.create({
    data: { src: 'garden/gone-rose.jpg', folderId: ids.get('/garden') ?? 1, status: 0 },
  });
  await db.$executeRaw`ANALYZE`;
});

afterAll(async () => {
  await db?.$disconnect();
  await postgres?.stop();
});

function wish(text: string, others: Partial<ImageSearch> = {}): ImageSearch {
  return {
    text,
    terms: readSearchTerms(text),
    folder: undefined,
    recursive: true,
    extensions: undefined,
    width: {},
    height: {},
    bytes: {},
    fileTime: {},
    found: {},
    regions: EVERYWHERE,
    ...others,
  };
}

async function found(search: ImageSearch, sort: Sort = 'name', limit = 20): Promise<string[]> {
  const { images } = await searchImages(db, search, { sort, after: undefined, limit });
  return images.map(({ src }) => src);
}

describe('text', () => {
  it.each<[string, string[]]>([
    ['flow', ['garden/flow.png', 'garden/sunflower.jpg']],
    ['SUNFLOWER', ['garden/sunflower.jpg']],
    ['yellow jul', ['garden/sunflower.jpg']],
    ['jul yellow', ['garden/sunflower.jpg']],
    ['yellow julia', []],
    ['arles', ['garden/sunflower.jpg']],
    ['rose red', ['garden/deep/red.jpg', 'garden/deep/rose_red-01.tif']],
    ['"red rose"', ['garden/deep/rose_red-01.tif']],
    ['"rose red', ['garden/deep/red.jpg', 'garden/deep/rose_red-01.tif']],
    ['rose_red-01.tif', ['garden/deep/rose_red-01.tif']],
    ['deep ros', ['garden/deep/red.jpg', 'garden/deep/rose_red-01.tif']],
    ['100%_wool', ['office/100%_wool.jpg']],
    ['0%_woo', ['office/100%_wool.jpg']],
    ['k\\sla', ['office/back\\slash.jpg']],
    ['größ', ['office/Größe.jpg']],
    ['GRÖSSE', ['office/Größe.jpg']],
    ["' | 'rose & !x:*", []],
    ['picture-29999', ['filler/picture-29999.gif']],
    ['gone', []],
  ])('%s', async (text, expected) => {
    expect(await found(wish(text))).toEqual(expected);
  });

  it('knows when nothing is asked for', () => {
    expect(readSearchTerms('- "%" _')).toBeUndefined();
  });

  it('puts what fits best first', async () => {
    expect(await found(wish('flow'), 'relevance')).toEqual(['garden/flow.png', 'garden/sunflower.jpg']);
    expect((await found(wish('rose'), 'relevance')).slice(0, 3)).toEqual([
      'private/open/rose.jpg',
      'private/rose.jpg',
      'garden/deep/red.jpg',
    ]);
  });
});

describe('filters', () => {
  it.each<[string, Partial<ImageSearch>, string[]]>([
    [
      'folder and below',
      { folder: '/garden', extensions: ['jpg'] },
      ['garden/deep/red.jpg', 'garden/sunflower.jpg'],
    ],
    ['folder alone', { folder: '/garden', recursive: false }, ['garden/flow.png', 'garden/sunflower.jpg']],
    ['unknown folder', { folder: '/gard' }, []],
    ['extensions', { extensions: ['png', 'tif'] }, ['garden/deep/rose_red-01.tif', 'garden/flow.png']],
    ['width', { width: { min: 200, max: 300 } }, ['garden/deep/rose_red-01.tif', 'garden/flow.png']],
    ['bytes', { bytes: { min: 900, max: 900 }, height: { min: 50 } }, ['garden/deep/rose_red-01.tif']],
    [
      'file time',
      { fileTime: { min: Date.UTC(2026, 0, 2), max: Date.UTC(2026, 0, 3) - 1 } },
      ['garden/flow.png'],
    ],
    ['found', { found: { max: Date.UTC(2000, 0, 1) } }, []],
  ])('%s', async (_what, others, expected) => {
    expect(await found(wish('', others))).toEqual(expected);
  });
});

describe('rights', () => {
  const ROSES = [
    'garden/deep/red.jpg',
    'garden/deep/rose_red-01.tif',
    'private/open/rose.jpg',
    'private/rose.jpg',
  ];
  const many = Array.from({ length: 50 }, (_, n) => `/other-${n}`);
  it.each<[string, Regions, string[]]>([
    ['everywhere', EVERYWHERE, ROSES],
    ['nowhere', { root: false, turns: [] }, []],
    ['all but a folder', { root: true, turns: ['/private'] }, ROSES.slice(0, 2)],
    ['given back below', { root: true, turns: ['/private', '/private/open'] }, ROSES.slice(0, 3)],
    ['nothing but a folder', { root: false, turns: ['/private'] }, ROSES.slice(2)],
    ['taken away below', { root: false, turns: ['/private', '/private/open'] }, ROSES.slice(3)],
    ['a folder whose name begins the same', { root: false, turns: ['/priv'] }, []],
    ['many turns', { root: true, turns: ['/private', '/private/open', ...many] }, ROSES.slice(0, 3)],
    [
      'many turns, root closed',
      { root: false, turns: ['/private', '/private/open', ...many] },
      ROSES.slice(3),
    ],
  ])('%s', async (_what, regions, expected) => {
    expect(await found(wish('rose', { regions }))).toEqual(expected);
  });
});

describe('pages', () => {
  it.each<Sort>(['relevance', 'name', 'newest', 'oldest', 'largest'])(
    'by %s leave nothing out',
    async (sort) => {
      const search = wish('jpg');
      const whole = await found(search, sort);
      expect(whole).toHaveLength(7);
      const seen: string[] = [];
      let after: Position | undefined;
      do {
        const page = await searchImages(db, search, { sort, after, limit: 3 });
        seen.push(...page.images.map(({ src }) => src));
        after = page.next;
      } while (after);
      expect(seen).toEqual(whole);
    },
  );

  it('are in order', async () => {
    const sizes = await searchImages(db, wish('', { extensions: ['jpg'] }), {
      sort: 'largest',
      after: undefined,
      limit: 3,
    });
    expect(sizes.images.map(({ fileSize }) => fileSize)).toEqual([500, 400, 300]);
    expect(await found(wish(''), 'newest', 1)).toEqual([`filler/picture-${FILLERS}.gif`]);
    expect(await found(wish(''), 'oldest', 1)).toEqual(['garden/sunflower.jpg']);
  });
});

it('is done a few at a time, and refused when too many wait', async () => {
  const find = createImageSearch(db);
  const page = { sort: 'newest', after: undefined, limit: 1 } as const;
  const asked = await Promise.allSettled(Array.from({ length: 40 }, () => find(wish('flow'), page)));
  expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(32);
  expect(asked.at(-1)).toMatchObject({ status: 'rejected', reason: { status: 503 } });
  expect((await find(wish('flow'), page)).images).toHaveLength(1);
});

describe('plans', () => {
  async function planOf(search: ImageSearch, sort: Sort): Promise<string> {
    const ready = await readySearch(db, search);
    if (!ready) throw new Error('no such folder');
    const { sql, values } = searchStatement(ready, { sort, after: undefined, limit: 50 });
    let at = 0;
    const text = sql.replace(/\?/g, () => `$${++at}`);
    const explained = db.$queryRawUnsafe<Array<Record<string, string>>>(`EXPLAIN ${text}`, ...values);
    const setting = search.terms ? 'off' : 'on';
    const [, rows] = await db.$transaction([
      db.$executeRawUnsafe(`SET LOCAL enable_seqscan = ${setting}`),
      explained,
    ]);
    return rows.map((row) => Object.values(row)[0]).join('\n');
  }

  it.each<[string, ImageSearch, Sort, string[]]>([
    ['a word', wish('arles'), 'relevance', ['images_words_idx', 'images_pieces_idx']],
    ['a short word', wish('ab'), 'relevance', ['images_words_idx']],
    ['a word by name', wish('sunflower'), 'name', ['images_words_idx', 'images_pieces_idx']],
    ['a folder', wish('', { folder: '/garden' }), 'newest', ['images_src_prefix_idx']],
    [
      'a folder alone',
      wish('', { folder: '/office', recursive: false }),
      'newest',
      ['images_folder_id_status_idx'],
    ],
    [
      'few folders open',
      wish('', { regions: { root: false, turns: ['/garden'] } }),
      'newest',
      ['images_src_prefix_idx'],
    ],
    ['everything, newest', wish(''), 'newest', ['images_pkey']],
    ['everything, by name', wish(''), 'name', ['images_src_key']],
  ])('%s', async (_what, search, sort, indexes) => {
    const plan = await planOf(search, sort);
    for (const index of indexes) expect(plan).toContain(index);
    expect(plan).not.toContain('Seq Scan on images');
  });
});
