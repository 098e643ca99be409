import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '#lib/db/embedded.ts';

export type TestPostgres = { url: string; stop(): Promise<void> };

/** A real Postgres with files of its own. */
export async function startPostgres(): Promise<TestPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'emulsion-cache-db-'));
  // As root, the server runs as another user, who must be able to get there.
  await chmod(dataDir, 0o755);
  const server = await startEmbeddedPostgres({ dataDir, role: 'server' });
  return {
    url: server.url,
    async stop() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
