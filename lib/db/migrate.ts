import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect, DatabaseError } from './connection.ts';
import { NO_FILTER, readMigrations } from './migrations.ts';
import { withSchemaEngine } from './schema-engine.ts';

/** Advisory lock of the node that migrates; the others wait. */
const MIGRATION_LOCK = [0x656d756c, 2] as const;

/**
 * Brings the database to the newest schema: applies what is missing from prisma/migrations and notes it in
 * `_prisma_migrations`, like `prisma migrate deploy`. Any number of nodes may call it at once.
 *
 * @returns names of the migrations that were applied
 */
export async function migrateDatabase(url: string): Promise<string[]> {
  const lock = await connect(url);
  try {
    await lock.query('SELECT pg_advisory_lock($1, $2)', [...MIGRATION_LOCK]);
    const migrationsList = await readMigrations(migrationsFolder());
    const wanted = migrationsList.migrationDirectories.map((migration) => migration.path);
    if (await isCurrent(lock, wanted)) return [];
    const result = await withSchemaEngine(url, {}, (engine) =>
      engine.applyMigrations({ migrationsList, filters: NO_FILTER }),
    );
    return result.appliedMigrationNames;
  } catch (error) {
    if (error instanceof DatabaseError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatabaseError(`The database could not be brought to the newest schema: ${reason}`, {
      cause: error,
    });
  } finally {
    await lock.end();
  }
}

function migrationsFolder(): string {
  return path.join(path.dirname(fileURLToPath(import.meta.url)), '../../prisma/migrations');
}

/** Saves loading the engine at every start but the first after an upgrade. */
async function isCurrent(client: Awaited<ReturnType<typeof connect>>, wanted: string[]): Promise<boolean> {
  const table = await client.query("SELECT to_regclass('_prisma_migrations') AS name");
  if (table.rows[0].name === null) return false;
  const done = await client.query(
    'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  const names = new Set(done.rows.map((row) => row.name));
  return wanted.length === names.size && wanted.every((name) => names.has(name));
}
