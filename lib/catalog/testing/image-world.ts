import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { Actor } from '#lib/audit/audit.ts';
import { startPostgres } from '#lib/cache/testing/postgres-server.ts';
import { type Database, openDatabase } from '#lib/db/client.ts';
import { migrateDatabase } from '#lib/db/migrate.ts';
import { openLocalDisk } from '#lib/storage/local-disk.ts';
import type { StagedFile, Storage } from '#lib/storage/storage.ts';
import { type Catalog, createCatalog } from '../catalog.ts';
import type { ImageParts } from '../image-parts.ts';

/** A database with one person, the same for all tests of a file. */
export async function startImageDatabase() {
  const postgres = await startPostgres();
  await migrateDatabase(postgres.url);
  const db = openDatabase(postgres.url, { poolSize: 5 });
  return {
    db,
    async stop() {
      await db.$disconnect();
      await postgres.stop();
    },
  };
}

export type ImageWorld = Omit<ImageParts, 'catalog'> & {
  catalog: Catalog;
  /** Folder of the repository. */
  folder: string;
  /** Who does everything. */
  actor: Actor;
  /** Paths whose pictures were to be forgotten. */
  purged: string[];
  /** The parts with a storage of which some functions are others: a process that is stopped at that point. */
  withStorage(changed: Partial<Storage>): ImageParts;
  stage(content: string): Promise<StagedFile>;
  /** Writes files past the server and looks at them. */
  put(...paths: string[]): Promise<void>;
  read(path: string): Promise<string>;
  /** Paths of images that are recorded as present, with what their files hold; undefined for a missing file. */
  state(): Promise<Record<string, string | undefined>>;
  /** The history of an image as `action info person`. */
  history(id: number): Promise<string[]>;
  /** What the audit record says, as `action name`. */
  audit(): Promise<string[]>;
  remove(): Promise<void>;
};

/** A repository and its records, both empty. A file is as wide as it has bytes. */
export async function newImageWorld(db: Database): Promise<ImageWorld> {
  await db.$executeRaw`TRUNCATE images, imagesaudit, folders, trash, auditlog, users RESTART IDENTITY CASCADE`;
  await db.folder.create({ data: { path: '/' } });
  const { id: userId } = await db.user.create({
    data: { firstName: '', lastName: '', email: '', username: 'ann', password: '-' },
  });
  const folder = await mkdtemp(join(tmpdir(), 'emulsion-images-'));
  const storage = await openLocalDisk(folder, { fileMode: 0o644, dirMode: 0o755 });
  const purged: string[] = [];
  const catalog = createCatalog({
    db,
    storage,
    measure: async (src) => ({ width: (await storage.stat(src))?.size ?? 0, height: 1 }),
    onChange: () => undefined,
  });
  const purge = async ({ src }: { src: string }) => {
    purged.push(src);
  };
  const parts = { db, storage, catalog, purge };
  const read = (path: string) => readFile(join(folder, path), 'utf8');
  return {
    ...parts,
    folder,
    purged,
    actor: { userId, username: 'ann', via: 'token', address: '', requestId: '' },
    withStorage: (changed) => ({ ...parts, storage: { ...storage, ...changed } }),
    stage: (content) => storage.stage(Readable.from([content]), { maxBytes: 1_000_000 }),
    async put(...paths) {
      for (const path of paths) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), path);
        await catalog.find(path);
      }
    },
    read,
    async state() {
      const rows = await db.image.findMany({ where: { status: 1 }, orderBy: { src: 'asc' } });
      const entries = rows.map(async ({ src }) => [src, await read(src).catch(() => undefined)] as const);
      return Object.fromEntries(await Promise.all(entries));
    },
    async history(id) {
      const rows = await db.imageAudit.findMany({
        where: { imageId: id },
        include: { user: true },
        orderBy: { id: 'asc' },
      });
      return rows.map(({ action, actionInfo, user }) => `${action} ${actionInfo} ${user?.username ?? '-'}`);
    },
    async audit() {
      const rows = await db.auditEntry.findMany({ orderBy: { id: 'asc' } });
      return rows.map(({ action, objectName, username }) => `${action} ${objectName} ${username}`);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Whether a file is there. */
export async function isThere(world: ImageWorld, path: string): Promise<boolean> {
  return stat(join(world.folder, path)).then(
    () => true,
    () => false,
  );
}
