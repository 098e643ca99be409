import { median, milliseconds, perSecond, seconds } from '../figures.ts';
import { FOREIGN_FORMATS, foreignFile, isComparable } from '../fixtures/foreign.ts';
import { photo, place, placeMany, placeProbe } from '../fixtures/originals.ts';
import { groupOf } from '../load/generator.ts';
import { type ServerProcess, withServer } from '../server-process.ts';
import { atMost, compared, told, type Workload } from '../workload.ts';

const FILES = 20;
const ROUNDS = 3;
const CLIENTS = 8;
const HOT = 40;
/** Requests a second: busy, but far from what a core can answer, so that waiting and not work is measured. */
const RATE = 500;

/** Cached pictures while files are read that the imaging library does not read, all asked for at once. */
export const foreignHits: Workload = {
  title: `Cached hits (${RATE}/s) while ${FILES} files of foreign formats are read`,
  run: ({ load }) => {
    let hot: string[] = [];
    const rounds: string[][] = [];
    return withServer(
      async (imagesDir) => {
        await placeProbe(imagesDir);
        hot = await placeMany(imagesDir, 'hot', HOT, photo);
        const formats = FOREIGN_FORMATS.filter(isComparable);
        if (formats.length === 0) throw new Error('no program that makes such files is installed');
        for (let round = 0; round <= ROUNDS; round++) {
          const names: string[] = [];
          for (let i = 0; i < FILES; i++) {
            const format = formats[i % formats.length];
            if (!format) continue;
            const name = `round${round}/${i}.${format.extension}`;
            await place(imagesDir, name, await foreignFile(format));
            names.push(name);
          }
          rounds.push(names);
        }
      },
      async (server) => {
        const paths = hot.map((name) => server.url(name, { width: 200, format: 'jpg', quality: 80 }));
        const plan = { port: server.port, connections: CLIENTS, paths };
        await load.run(plan);
        const [first = [], ...others] = rounds;
        // How long they take decides how long the load lasts.
        const took = await readAll(server, first);
        const steady = { ...plan, perSecond: RATE, seconds: took, warmupSeconds: 1 };
        const idle: number[] = [];
        const busy: number[] = [];
        const middle = { idle: 0, busy: 0 };
        const reading: number[] = [];
        for (const names of others) {
          const before = groupOf(await load.run(steady));
          const [during, all] = await Promise.all([load.run(steady), readAll(server, names)]);
          const hits = groupOf(during);
          if (hits.fromCache < hits.count) throw new Error('a picture that should be cached was made anew');
          idle.push(before.p99);
          busy.push(hits.p99);
          middle.idle = before.p50;
          middle.busy = hits.p50;
          reading.push(all);
        }
        return [
          compared({
            what: 'p99 of cached hits while foreign files are read',
            ours: median(busy),
            reference: median(idle),
            unit: milliseconds,
            against: 'while nothing is read',
            goal: atMost(2),
          }),
          told(
            'p50 of them',
            milliseconds(middle.busy),
            `${milliseconds(middle.idle)} while nothing is read`,
          ),
          told(
            `${FILES} files of ${new Set(first.map((name) => name.split('.')[1])).size} formats`,
            seconds(median(reading)),
            `${perSecond(FILES / took)} without the load`,
          ),
        ];
      },
    );
  },
};

/** Asks for a small picture of each file, all at once; seconds until the last is there. */
async function readAll(server: ServerProcess, names: readonly string[]): Promise<number> {
  const start = performance.now();
  await Promise.all(names.map((name) => server.get(server.url(name, { width: 200, format: 'jpg' }))));
  return (performance.now() - start) / 1000;
}
