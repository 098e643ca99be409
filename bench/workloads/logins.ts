import { milliseconds, perSecond } from '../figures.ts';
import { photo, placeMany, placeProbe } from '../fixtures/originals.ts';
import { groupOf } from '../load/generator.ts';
import { withServer } from '../server-process.ts';
import { atMost, compared, told, type Workload } from '../workload.ts';

const CLIENTS = 8;
const HOT = 40;
const LOGINS = 200;
const SECONDS = 10;

/** People signing in all at once, each costing a slow hash, while cached pictures are asked for. */
export const logins: Workload = {
  title: `${LOGINS} logins at once beside cached pictures, ${CLIENTS} clients`,
  run: ({ load }) => {
    let hot: string[] = [];
    return withServer(
      async (imagesDir) => {
        await placeProbe(imagesDir);
        hot = await placeMany(imagesDir, 'hot', HOT, photo);
      },
      async (server) => {
        const paths = hot.map((name) => server.url(name, { width: 200, format: 'jpg', quality: 80 }));
        const plan = { port: server.port, connections: CLIENTS, paths };
        await load.run(plan);
        const idle = groupOf(await load.run({ ...plan, seconds: 5, warmupSeconds: 1 }));
        const statuses = new Map<number, number>();
        const began = performance.now();
        const signingIn = Promise.all(
          Array.from({ length: LOGINS }, async (_, i) => {
            // Names and addresses differ, so that no throttle answers in place of the hash.
            const response = await fetch(`http://127.0.0.1:${server.port}/api/v1/token/`, {
              method: 'POST',
              headers: { 'X-Forwarded-For': `10.0.0.${i}` },
              body: new URLSearchParams({ username: `person${i}`, password: 'not the password' }),
            });
            await response.arrayBuffer();
            statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
          }),
        );
        const busy = groupOf(await load.run({ ...plan, seconds: SECONDS }));
        await signingIn;
        const took = (performance.now() - began) / 1000;
        const outcome = [...statuses].map(([status, count]) => `${count} x ${status}`).join(', ');
        return [
          compared({
            what: 'p99 of cached answers while people sign in',
            ours: busy.p99,
            reference: idle.p99,
            unit: milliseconds,
            against: `while nobody does (${perSecond(idle.rate)})`,
            goal: atMost(3),
          }),
          told(
            'p50 of cached answers',
            milliseconds(busy.p50),
            `${milliseconds(idle.p50)} while nobody does`,
          ),
          told('cached answers', perSecond(busy.rate)),
          told('logins', `${outcome} in ${took.toFixed(1)} s`),
        ];
      },
      { PROXY_SERVERS: '1', LOG_LEVEL: 'error' },
    );
  },
};
