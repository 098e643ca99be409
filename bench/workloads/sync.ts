import { setTimeout as delay } from 'node:timers/promises';
import { perSecond } from '../figures.ts';
import { placeNames, placeProbe } from '../fixtures/originals.ts';
import { openBeside, tokenOf } from '../server-database.ts';
import { type ServerProcess, withServer } from '../server-process.ts';
import { type Row, told, type Workload } from '../workload.ts';

const FOLDERS = 50;
const EACH = 2000;
const FILES = FOLDERS * EACH;
/** Files a second. */
const GOAL = 5000;

/** A whole tree of files that the server has never seen, compared with its records by a background task. */
export const sync: Workload = {
  title: `Comparing records with ${FILES.toLocaleString('en')} files`,
  run: () =>
    withServer(
      async (imagesDir) => {
        await placeProbe(imagesDir);
        for (let i = 0; i < FOLDERS; i++) await placeNames(imagesDir, `tree/${i % 7}/${i}`, EACH);
      },
      async (server) => {
        const database = await openBeside(server);
        try {
          const token = await tokenOf(server, database.db);
          const first = await compare(server, token, '/tree');
          const again = await compare(server, token, '/');
          return [rate('files without records', first), told('the same again', perSecond(FILES / again))];
        } finally {
          await database.close();
        }
      },
    ),
};

function rate(what: string, seconds: number): Row {
  const reached = FILES / seconds;
  return {
    what,
    ours: perSecond(reached),
    reference: '',
    ratio: '',
    goal: `>= ${perSecond(GOAL)}`,
    met: reached >= GOAL,
  };
}

type Task = { id: number; status: number; failed: boolean; started: string; finished: string };

/** Seconds that the task took. */
async function compare({ port }: ServerProcess, token: string, path: string): Promise<number> {
  const call = async (method: string, to: string, body?: URLSearchParams): Promise<Task> => {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/admin/tasks/${to}/`, {
      method,
      headers: { Authorization: `Bearer ${token}` },
      ...(body ? { body } : {}),
    });
    const { data, message } = (await response.json()) as { data: Task | null; message: string };
    if (!data) throw new Error(message);
    return data;
  };
  let task = await call('POST', 'sync_tree', new URLSearchParams({ path }));
  while (task.status !== 2) {
    await delay(200);
    task = await call('GET', String(task.id));
  }
  if (task.failed) throw new Error('the comparison failed');
  return (Date.parse(task.finished) - Date.parse(task.started)) / 1000;
}
