/**
 * A process for tests of what becomes of folders when it is killed: carries out one folder task and stops for good at a
 * named point, of which it tells its parent.
 *
 * Arguments: Postgres URL, repository folder, point, task function, its parameters as JSON.
 */
import type { Client } from 'pg';
import { SYSTEM } from '#lib/audit/audit.ts';
import { createFolders } from '#lib/catalog/folders.ts';
import { openDatabase } from '#lib/db/client.ts';
import { connect } from '#lib/db/connection.ts';
import { openLocalDisk } from '#lib/storage/local-disk.ts';
import { folderJobs } from '../folder-jobs.ts';

/** Where the process can stop. */
export type Point = 'noted' | 'rows' | 'all rows' | 'renamed' | 'committed';

export type Report = { report: 'checkpoint'; value: object } | { report: 'reached' } | { report: 'done' };

const [url = '', folder = '', point = '', funcname = '', params = '{}'] = process.argv.slice(2);

const tell = (report: Report): void => {
  process.send?.(report);
};

async function stopAt(here: Point): Promise<void> {
  if (here !== point) return;
  tell({ report: 'reached' });
  await new Promise(() => {});
}

let batches = 0;

/** A connection that stops around statements. */
async function watchedConnection(): Promise<Client> {
  const client = await connect(url);
  return new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      if (name !== 'query') return value.bind(target);
      return async (text: string, values?: unknown[]) => {
        if (text === 'BEGIN') await stopAt('noted');
        if (text.includes('batch AS')) {
          batches += 1;
          if (batches === 2) await stopAt('rows');
        }
        const result: unknown = await target.query(text, values);
        if (text === 'COMMIT') await stopAt('committed');
        return result;
      };
    },
  });
}

const disk = await openLocalDisk(folder, { fileMode: 0o644, dirMode: 0o755 });
const around =
  <Args extends unknown[]>(rename: (...args: Args) => Promise<void>) =>
  async (...args: Args): Promise<void> => {
    await stopAt('all rows');
    await rename(...args);
    await stopAt('renamed');
  };
const storage = {
  ...disk,
  moveFolder: around(disk.moveFolder),
  trash: { ...disk.trash, put: around(disk.trash.put), restore: around(disk.trash.restore) },
};
const db = openDatabase(url, { poolSize: 2 });
const folders = createFolders({
  db,
  connect: watchedConnection,
  storage,
  unicode: true,
  trashKeepDays: 30,
  onChange: () => undefined,
});
const jobs = folderJobs({ folders, allowed: async () => true, actorOf: async () => SYSTEM });

process.on('disconnect', () => process.exit());

await jobs[funcname]?.(JSON.parse(params), {
  taskId: 1,
  userId: null,
  checkpoint: undefined,
  saveCheckpoint: async (value) => tell({ report: 'checkpoint', value }),
  progress: () => undefined,
  signal: new AbortController().signal,
  stopIfAsked: () => undefined,
});
tell({ report: 'done' });
await db.$disconnect();
