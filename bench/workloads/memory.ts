import { readFile } from 'node:fs/promises';
import { megabytes, perSecond } from '../figures.ts';
import { largePhoto, photo, placeMany, placeProbe } from '../fixtures/originals.ts';
import { groupOf, type LoadGenerator } from '../load/generator.ts';
import { canSeeProcesses, watchMemory } from '../process-tree.ts';
import { type ServerProcess, withServer } from '../server-process.ts';
import { bounded, type Row, told, type Workload } from '../workload.ts';

const CLIENTS = 64;
const PICTURES = 96;
const LIMIT = 900e6;
const SAMPLE_MS = 100;

/** Memory of the server under many clients that ask for pictures of large files. */
export const memory: Workload = {
  title: `Memory of the server without its database, ${CLIENTS} clients`,
  run: async ({ load, soakMinutes }) => {
    if (!(await canSeeProcesses())) return [told('peak', 'skipped: this system has no /proc')];
    const rows = [
      await peak(load, 'peak, 24-megapixel JPEGs to 200 to 2000 px', (i) => ({
        width: 200 + (i % 10) * 200,
      })),
      await peak(load, 'peak, a quarter of them in full size', (i): Record<string, number> => {
        if (i % 4 === 0) return { quality: 85 };
        return { width: 200 + (i % 10) * 200, height: 300 };
      }),
    ];
    return soakMinutes > 0 ? [...rows, ...(await soak(load, soakMinutes))] : rows;
  },
};

async function peak(
  load: LoadGenerator,
  what: string,
  wanted: (number: number) => Record<string, number>,
): Promise<Row> {
  let names: string[] = [];
  return withServer(
    async (imagesDir) => {
      await placeProbe(imagesDir);
      names = await placeMany(imagesDir, 'large', PICTURES, largePhoto);
    },
    async (server) => {
      const paths = names.map((name, i) => server.url(name, { ...wanted(i), format: 'jpg' }));
      const watch = watchMemory(server.pid, SAMPLE_MS);
      // On a slow machine the last in the queue are turned away, as they should be.
      const result = await load.run({ port: server.port, connections: CLIENTS, paths }, 200, 503);
      const { rate, statuses } = groupOf(result);
      const samples = await watch.stop();
      const row = bounded(what, Math.max(...samples, await highWater(server)), LIMIT, megabytes);
      return { ...row, reference: `at ${perSecond(rate)}, ${statuses[503] ?? 0} turned away` };
    },
  );
}

/** The most that the server's main process ever held, which samples may have missed. */
async function highWater(server: ServerProcess): Promise<number> {
  const status = await readFile(`/proc/${server.pid}/status`, 'latin1');
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
}

/** Mixed load for minutes: what the second half holds more than the second quarter is growth. */
async function soak(load: LoadGenerator, minutes: number): Promise<Row[]> {
  const files = 400;
  let names: string[] = [];
  return withServer(
    async (imagesDir) => {
      await placeProbe(imagesDir);
      names = await placeMany(imagesDir, 'soak', files, photo);
    },
    async (server) => {
      const watch = watchMemory(server.pid, 1000);
      const until = performance.now() + minutes * 60_000;
      let answers = 0;
      for (let round = 0; performance.now() < until; round++) {
        const width = 100 + (round % 900);
        const fresh = names.map((name) => server.url(name, { width, format: 'jpg' }));
        const hot = server.url(names[0] ?? '', { width: 99, format: 'jpg' });
        const paths = fresh.flatMap((path) => [path, ...Array.from({ length: 9 }, () => hot)]);
        answers += groupOf(await load.run({ port: server.port, connections: 16, paths })).count;
      }
      const samples = await watch.stop();
      const mean = (from: number, to: number) => {
        const part = samples.slice(Math.floor(samples.length * from), Math.ceil(samples.length * to));
        return part.reduce((sum, value) => sum + value, 0) / Math.max(1, part.length);
      };
      const [early, late] = [mean(0.25, 0.5), mean(0.75, 1)];
      return [
        {
          what: `soak of ${minutes} min, ${answers.toLocaleString('en')} answers: last quarter`,
          ours: megabytes(late),
          reference: `${megabytes(early)} in the second quarter`,
          ratio: (late / early).toFixed(2),
          goal: '<= 1.1',
          met: late / early <= 1.1,
        },
      ];
    },
  );
}
