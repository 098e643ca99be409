import { type Database, openDatabase } from '#lib/db/client.ts';
import { startEmbeddedPostgres } from '#lib/db/embedded.ts';
import { ADMIN_PASSWORD, type ServerProcess } from './server-process.ts';

/** The database of a running server. */
export async function openBeside(server: ServerProcess): Promise<{ db: Database; close(): Promise<void> }> {
  const database = await startEmbeddedPostgres({ dataDir: server.dataDir, role: 'command' });
  const db = openDatabase(database.url, { poolSize: 1 });
  return {
    db,
    async close() {
      await db.$disconnect();
      await database.stop();
    },
  };
}

/** A token of the first administrator, who is given access to the API. */
export async function tokenOf({ port }: ServerProcess, db: Database): Promise<string> {
  await db.user.update({ where: { id: 1 }, data: { allowApi: true } });
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/token/`, {
    method: 'POST',
    body: new URLSearchParams({ username: 'admin', password: ADMIN_PASSWORD }),
  });
  const { data, message } = (await response.json()) as { data: { token: string } | null; message: string };
  if (!data) throw new Error(`no token: ${message}`);
  return data.token;
}
