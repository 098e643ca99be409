import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '#lib/db/embedded.ts';
import { readPostmaster } from '#lib/db/postmaster-pid.ts';

export type TestPostgres = {
  url: string;
  /** Stops all its processes in their tracks: connections stay open and nothing answers. */
  freeze(): Promise<void>;
  thaw(): void;
  stop(): Promise<void>;
};

/** A real Postgres with files of its own. */
export async function startPostgres(): Promise<TestPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'emulsion-cache-db-'));
  // As root, the server runs as another user, who must be able to get there.
  await chmod(dataDir, 0o755);
  const server = await startEmbeddedPostgres({ dataDir, role: 'server' });
  let frozen: number[] = [];
  return {
    url: server.url,
    async freeze() {
      const postmaster = await readPostmaster(join(dataDir, 'postgres'));
      if (!postmaster) throw new Error('Postgres does not run');
      const { pid } = postmaster;
      process.kill(pid, 'SIGSTOP');
      const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
      frozen = [pid, ...children.trim().split(/\s+/).map(Number)];
      signal(frozen, 'SIGSTOP');
    },
    thaw() {
      signal(frozen, 'SIGCONT');
      frozen = [];
    },
    async stop() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function signal(pids: readonly number[], name: 'SIGSTOP' | 'SIGCONT'): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // A session that has ended in between.
    }
  }
}
