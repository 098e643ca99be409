import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from './client.ts';
import { connect } from './connection.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts';
import { migrateDatabase } from './migrate.ts';
import { seedDatabase } from './seed.ts';

let folder: string;
let postgres: EmbeddedPostgres;
let made = 0;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'emulsion-migrate-'));
  await chmod(folder, 0o755);
  postgres = await startEmbeddedPostgres({ dataDir: folder, role: 'server' });
});

afterAll(async () => {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

async function run(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = await connect(url);
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function emptyDatabase(): Promise<string> {
  made += 1;
  const name = `case_${made}`;
  await run(postgres.url, `CREATE DATABASE ${name}`);
  const url = new URL(postgres.url);
  url.pathname = `/${name}`;
  return url.href;
}

async function withDatabase<T>(url: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = openDatabase(url, { poolSize: 4 });
  try {
    return await work(db);
  } finally {
    await db.$disconnect();
  }
}

describe('migrateDatabase', () => {
  test('applies everything once and notes it as prisma migrate does', async () => {
    const url = await emptyDatabase();
    const applied = await migrateDatabase(url);
    expect(applied[0]).toMatch(/^\d{14}_init$/);
    expect(await migrateDatabase(url)).toEqual([]);
    const rows = await run(url, 'SELECT migration_name, finished_at, checksum FROM _prisma_migrations');
    expect(rows.map((row) => row.migration_name)).toEqual(applied);
    expect(rows[0]).toMatchObject({
      finished_at: expect.any(Date),
      checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test('nodes that start at once do not get in each other’s way', async () => {
    const url = await emptyDatabase();
    const results = await Promise.all([1, 2, 3].map(() => migrateDatabase(url)));
    expect(results.filter((applied) => applied.length > 0)).toHaveLength(1);
    expect(await run(url, 'SELECT migration_name FROM _prisma_migrations')).toHaveLength(
      results.flat().length,
    );
  });

  test('keeps to the schema that the URL names', async () => {
    const url = new URL(await emptyDatabase());
    await run(url.href, 'CREATE SCHEMA "Pictures of us"');
    url.searchParams.set('schema', 'Pictures of us');
    await migrateDatabase(url.href);
    await withDatabase(url.href, async (db) => {
      await seedDatabase(db);
      expect(await db.group.count()).toBe(3);
    });
    const tables = await run(
      url.href,
      "SELECT schemaname FROM pg_tables WHERE tablename IN ('users', '_prisma_migrations')",
    );
    expect(tables.map((row) => row.schemaname)).toEqual(['Pictures of us', 'Pictures of us']);
    expect(await migrateDatabase(url.href)).toEqual([]);
  });

  test('two installations live in one database, each in a schema of its own', async () => {
    const url = new URL(await emptyDatabase());
    for (const schema of ['one', 'two']) {
      await run(url.href, `CREATE SCHEMA ${schema}`);
      const own = new URL(url);
      own.searchParams.set('schema', schema);
      await migrateDatabase(own.href);
    }
    const tables = await run(
      url.href,
      "SELECT schemaname FROM pg_tables WHERE tablename = 'images' ORDER BY 1",
    );
    expect(tables.map((row) => row.schemaname)).toEqual(['one', 'two']);
  });

  test('a failed migration is reported in words', async () => {
    const url = await emptyDatabase();
    await run(url, 'CREATE TABLE users (id int)');
    await expect(migrateDatabase(url)).rejects.toThrow(/could not be brought to the newest schema/);
  });

  test.each([
    ['postgresql://u:s3cretword@127.0.0.1:1/x', /127\.0\.0\.1:1\/x: nothing listens there/],
    ['postgresql://u:s3cretword@no-such-host.invalid/x', /no-such-host\.invalid\/x: the host name/],
  ])('an unreachable database is reported in words: %s', async (url, message) => {
    const error = await migrateDatabase(url).catch((caught: Error) => caught);
    expect(String(error)).toMatch(message);
    expect(String(error)).not.toContain('s3cretword');
  });

  test('a database that does not exist is reported in words', async () => {
    await expect(migrateDatabase(postgres.url.replace('/emulsion?', '/nowhere?'))).rejects.toThrow(
      /nowhere: there is no database of that name/,
    );
  });
});

describe('the schema', () => {
  let url: string;
  beforeAll(async () => {
    url = await emptyDatabase();
    await migrateDatabase(url);
    await withDatabase(url, seedDatabase);
  });

  const person = (name: string, status = 1) =>
    `INSERT INTO users (first_name, last_name, email, username, password, status) VALUES ('', '', '', '${name}', '', ${status})`;

  test.each([
    ['user names differ in more than case', [person('Ann'), person('aNN')], '23505'],
    [
      'template names differ in more than case',
      [
        "INSERT INTO imagetemplates (name, template) VALUES ('Web', '{}')",
        "INSERT INTO imagetemplates (name, template) VALUES ('WEB', '{}')",
      ],
      '23505',
    ],
    ['the status of a person is 0 or 1', [person('Bob', 2)], '23514'],
    ['the status of a folder is 0 or 1', ["INSERT INTO folders (path, status) VALUES ('/x', 7)"], '23514'],
    [
      'the status of a picture is 0 or 1',
      ["INSERT INTO images (src, folder_id, status) VALUES ('x', 1, -1)"],
      '23514',
    ],
    ['a level is at most 70', ['UPDATE folderpermissions SET access = 71'], '23514'],
    ['a level is at least 0', ['UPDATE folderpermissions SET access = -1'], '23514'],
  ])('%s', async (_name, statements, code) => {
    const attempt = (async () => {
      for (const statement of statements) await run(url, statement);
    })();
    await expect(attempt).rejects.toMatchObject({ code });
  });
});

describe('seedDatabase', () => {
  test('is the same once, twice and from several nodes at once', async () => {
    const url = await emptyDatabase();
    await migrateDatabase(url);
    await withDatabase(url, async (db) => {
      await Promise.all([seedDatabase(db), seedDatabase(db), seedDatabase(db)]);
      const before = await db.property.findUniqueOrThrow({ where: { key: 'cluster_id' } });
      await seedDatabase(db);
      expect(await db.property.findUniqueOrThrow({ where: { key: 'cluster_id' } })).toEqual(before);
      expect(before.value).toMatch(/^[0-9a-f-]{36}$/);
      const groups = await db.group.findMany({
        orderBy: { id: 'asc' },
        include: { systemPermission: true, folderPermissions: true },
      });
      expect(groups.map(({ id, name, groupType }) => [id, name, groupType])).toEqual([
        [1, 'Public', 1],
        [2, 'Normal users', 1],
        [3, 'Administrators', 1],
      ]);
      expect(groups.map((group) => group.systemPermission?.adminAll)).toEqual([false, false, true]);
      expect(
        groups.map((group) => group.folderPermissions.map(({ folderId, access }) => [folderId, access])),
      ).toEqual([[[1, 10]], [[1, 10]], [[1, 70]]]);
      expect(await db.folder.findMany()).toMatchObject([{ id: 1, path: '/', parentId: null, status: 1 }]);
    });
  });

  test('new rows get ids after the fixed ones, also after rows with given ids', async () => {
    const url = await emptyDatabase();
    await migrateDatabase(url);
    await withDatabase(url, async (db) => {
      await seedDatabase(db);
      expect((await db.group.create({ data: { name: 'Press' } })).id).toBe(4);
      expect((await db.folder.create({ data: { path: '/a', parentId: 1 } })).id).toBe(2);
      await db.group.create({ data: { id: 40, name: 'Imported' } });
      await seedDatabase(db);
      expect((await db.group.create({ data: { name: 'Later' } })).id).toBe(41);
    });
  });

  test('leaves alone what an administrator has changed', async () => {
    const url = await emptyDatabase();
    await migrateDatabase(url);
    await withDatabase(url, async (db) => {
      await seedDatabase(db);
      await db.group.update({ where: { id: 1 }, data: { description: 'Passers-by' } });
      await db.folderPermission.update({
        where: { folderId_groupId: { folderId: 1, groupId: 1 } },
        data: { access: 0 },
      });
      await db.folderPermission.delete({ where: { folderId_groupId: { folderId: 1, groupId: 3 } } });
      await seedDatabase(db);
      expect(await db.group.findUnique({ where: { id: 1 } })).toMatchObject({ description: 'Passers-by' });
      expect(await db.folderPermission.findMany({ orderBy: { groupId: 'asc' } })).toMatchObject([
        { access: 0 },
        { access: 10 },
      ]);
    });
  });
});
