import { milliseconds, perSecond } from '../figures.ts';
import { photo, placeMany, placeProbe } from '../fixtures/originals.ts';
import { groupOf } from '../load/generator.ts';
import { withServer } from '../server-process.ts';
import { atMost, compared, told, type Workload } from '../workload.ts';

const CLIENTS = 16;
const HOT = 40;
const MISSES = 400;
/** Of so many requests one is for a picture that has to be made. */
const ONE_IN = 10;

const CACHED = 0;
const RENDERED = 1;

/** Nine of ten requests for cached pictures, one for a new one. */
export const mixed: Workload = {
  title: `Mixed load, 90 % cached, ${CLIENTS} clients`,
  run: ({ load }) => {
    let hot: string[] = [];
    let cold: string[] = [];
    return withServer(
      async (imagesDir) => {
        await placeProbe(imagesDir);
        hot = await placeMany(imagesDir, 'hot', HOT, photo);
        cold = await placeMany(imagesDir, 'cold', MISSES, photo);
      },
      async (server) => {
        const url = (name: string) => server.url(name, { width: 200, format: 'jpg', quality: 80 });
        const plan = { port: server.port, connections: CLIENTS };
        const cached = hot.map(url);
        await load.run({ ...plan, paths: cached });
        const idle = groupOf(await load.run({ ...plan, paths: cached, seconds: 3, warmupSeconds: 1 }));

        const paths: string[] = [];
        const groups: number[] = [];
        for (let i = 0; i < MISSES * ONE_IN; i++) {
          // Not every tenth: the place within the ten changes.
          const miss = i % ONE_IN === (Math.floor(i / ONE_IN) * 7) % ONE_IN;
          const name = miss ? cold[Math.floor(i / ONE_IN)] : hot[(i * 13) % HOT];
          paths.push(url(name ?? ''));
          groups.push(miss ? RENDERED : CACHED);
        }
        const result = await load.run({ ...plan, paths, groups });
        const hits = groupOf(result, CACHED);
        const misses = groupOf(result, RENDERED);
        if (hits.fromCache < hits.count) throw new Error('a picture that should be cached was made anew');
        return [
          compared({
            what: 'p99 of cached answers while others are made',
            ours: hits.p99,
            reference: idle.p99,
            unit: milliseconds,
            against: `while nothing is made (${perSecond(idle.rate)})`,
            goal: atMost(5),
          }),
          told(
            'p50 of cached answers',
            milliseconds(hits.p50),
            `${milliseconds(idle.p50)} while nothing is made`,
          ),
          told('p50 and p99 of new ones', `${milliseconds(misses.p50)}, ${milliseconds(misses.p99)}`),
          told('answers in all', perSecond(hits.rate + misses.rate)),
        ];
      },
    );
  },
};
