import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect } from '#lib/db/connection.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#lib/db/embedded.ts';
import { NO_FILTER, readMigrations } from '#lib/db/migrations.ts';
import { withSchemaEngine } from '#lib/db/schema-engine.ts';

/**
 * Writes the next migration: what prisma/schema.prisma says and the migrations so far do not. Usage:
 * npm run migration -- <name>, or without a name to see only whether there is a difference (exit 2).
 */
const root = fileURLToPath(new URL('../', import.meta.url));
const migrations = path.join(root, 'prisma/migrations');
const name = process.argv[2];

if (name !== undefined && !/^[a-z0-9_]{1,80}$/.test(name)) {
  console.error('The name of a migration is made of a-z, 0-9 and _, such as add_portfolios.');
  process.exit(1);
}
const script = await difference();
if (script === '') {
  console.log('The migrations say the same as prisma/schema.prisma.');
} else if (name === undefined) {
  console.log(script);
  process.exitCode = 2;
} else {
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = path.join(migrations, `${stamp}_${name}`);
  await mkdir(folder);
  await writeFile(path.join(folder, 'migration.sql'), `${script}\n`);
  console.log(`Wrote ${path.relative(root, folder)}/migration.sql. Read it before you commit it.`);
}

/** SQL that leads from the migrations to the schema; empty when they agree. */
async function difference(): Promise<string> {
  const content = await readFile(path.join(root, 'prisma/schema.prisma'), 'utf8');
  const dataDir = await mkdtemp(path.join(tmpdir(), 'emulsion-migration-'));
  let postgres: EmbeddedPostgres | undefined;
  try {
    postgres = await startEmbeddedPostgres({ dataDir, role: 'server' });
    const shadow = new URL(postgres.url);
    shadow.pathname = `/shadow_${randomUUID().slice(0, 8)}`;
    const client = await connect(postgres.url);
    await client.query(`CREATE DATABASE "${shadow.pathname.slice(1)}"`);
    await client.end();
    const options = { schema: ['schema.prisma', content] satisfies [string, string], shadowUrl: shadow.href };
    const { stdout } = await withSchemaEngine(postgres.url, options, async (engine) =>
      engine.diff({
        from: { tag: 'migrations', ...(await readMigrations(migrations)) },
        to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] },
        script: true,
        exitCode: null,
        filters: NO_FILTER,
      }),
    );
    const sql = (stdout ?? '').trim();
    return sql.includes('empty migration') ? '' : sql;
  } finally {
    await postgres?.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
