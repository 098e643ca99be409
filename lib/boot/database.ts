import { mkdir } from 'node:fs/promises';
import { type Database, openDatabase } from '#lib/db/client.ts';
import { startEmbeddedPostgres } from '#lib/db/embedded.ts';
import { migrateDatabase } from '#lib/db/migrate.ts';
import { seedDatabase } from '#lib/db/seed.ts';
import type { Logger } from '#lib/log/log.ts';
import type { Settings } from '#lib/settings/settings.ts';
import { seedTemplates } from '#lib/templates/store.ts';
import { SHIPPED_TEMPLATES } from '#lib/transform/shipped-templates.ts';

/** Connections held at most; one process needs few, as pictures come from memory. */
const POOL_SIZE = 10;

export type OpenDatabase = {
  db: Database;
  /** For connections of their own: locks and notifications. */
  url: string;
  /** Whether no other process can be using this database. */
  embedded: boolean;
  close(): Promise<void>;
};

/**
 * The database as the settings name it, else the embedded one under DATA_DIR; migrated and seeded. Throws
 * DatabaseError with words for the operator.
 * @param role a `server` owns the embedded database, a `command` joins the server's when one runs
 */
export async function openSettledDatabase(
  settings: Settings,
  log: Logger,
  role: 'server' | 'command',
): Promise<OpenDatabase> {
  const { databaseUrl, dataDir } = settings.server;
  await mkdir(dataDir, { recursive: true });
  const embedded =
    databaseUrl === undefined
      ? await startEmbeddedPostgres({ dataDir, role, log: (message) => log.debug(message) })
      : undefined;
  const url = embedded?.url ?? databaseUrl;
  if (url === undefined) throw new Error('there is either an embedded or a configured database');
  try {
    await migrateDatabase(url);
    const db = openDatabase(url, {
      poolSize: POOL_SIZE,
      onError: (error) => log.warn({ err: error }, 'a database connection was lost'),
    });
    await seedDatabase(db);
    await seedTemplates(
      db,
      Object.entries(SHIPPED_TEMPLATES).map(([name, template]) => ({ name, description: '', template })),
      'default',
    );
    return {
      db,
      url,
      embedded: embedded !== undefined,
      async close() {
        await db.$disconnect();
        await embedded?.stop();
      },
    };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}
