import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { milliseconds, perSecond, seconds } from '../figures.ts';
import { GRID_SIDE, grid, gridPyramid, place, placeProbe } from '../fixtures/originals.ts';
import { groupOf } from '../load/generator.ts';
import { withProcessorTime } from '../process-tree.ts';
import { hasIipsrv, startIipsrv } from '../reference/iipsrv.ts';
import { type ServerProcess, withServer } from '../server-process.ts';
import { atLeast, bounded, compared, type Row, told, type Workload } from '../workload.ts';

const CONNECTIONS = 8;
const TILES = 256;
const QUALITY = 80;
const ROUNDS = 4;
/** Seconds that a pyramid may take in the background. */
const PATIENCE = 30;

/** All tiles of a large PNG: the first one, all of them, all of them again, and with the pyramid in place. */
export const tiles: Workload = {
  title: `${TILES} tiles of a PNG of ${GRID_SIDE}x${GRID_SIDE}, ${CONNECTIONS} connections`,
  run: ({ load }) =>
    withServer(
      async (imagesDir) => {
        await placeProbe(imagesDir);
        for (const name of ['first.png', 'all.png']) await place(imagesDir, name, await grid());
      },
      async (server) => {
        const start = performance.now();
        await server.get(server.url('first.png', { tile: `1:${TILES}`, format: 'jpg', quality: QUALITY }));
        const first = performance.now() - start;
        await pyramids(server, 1);

        const plan = { port: server.port, connections: CONNECTIONS };
        const all = await load.run({ ...plan, paths: paths(server, QUALITY) });
        const again = await load.run({
          ...plan,
          paths: paths(server, QUALITY),
          seconds: 2,
          warmupSeconds: 0.5,
        });
        await pyramids(server, 2);
        // Another quality is another picture to the cache, but the pyramid serves it.
        const { value: later, cpuSeconds } = await withProcessorTime(server.pid, () =>
          load.run({
            ...plan,
            paths: Array.from({ length: ROUNDS }, (_, round) => paths(server, QUALITY - 1 - round)).flat(),
          }),
        );
        const cut = groupOf(later);
        if (cut.fromCache > 0) throw new Error('a tile was cached already');
        return [
          bounded('first tile, nothing known of the picture', first / 1000, 1.2, seconds),
          bounded(`all ${TILES} tiles, nothing known of the picture`, all.seconds, 2, seconds),
          told('first answer among them', milliseconds(all.firstAnswerMs)),
          told(`all ${TILES} again, cached`, perSecond(groupOf(again).rate)),
          ...(await againstIipsrv(cut.rate, cpuSeconds / cut.count)),
          told('p99 of a tile from the pyramid', milliseconds(cut.p99)),
        ];
      },
    ),
};

function paths(server: ServerProcess, quality: number): string[] {
  return Array.from({ length: TILES }, (_, i) =>
    server.url('all.png', { tile: `${i + 1}:${TILES}`, format: 'jpg', quality }),
  );
}

/** Waits until so many pyramids lie on disk; goes on without after a while, as the figures then show. */
async function pyramids(server: ServerProcess, count: number): Promise<void> {
  const deadline = performance.now() + PATIENCE * 1000;
  while (performance.now() < deadline) {
    const files = await readdir(join(server.dataDir, 'cache', 'pyramids')).catch((): string[] => []);
    if (files.filter((name) => name.endsWith('.tif')).length >= count) return;
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}

async function againstIipsrv(rate: number, cpuSeconds: number): Promise<Row[]> {
  const what = 'tiles with the pyramid in place, none cached';
  if (!(await hasIipsrv())) return [told(what, perSecond(rate), 'skipped: iipsrv is not installed')];
  const server = await startIipsrv(QUALITY);
  try {
    const side = GRID_SIDE / Math.sqrt(TILES);
    const reference = await server.cut(await gridPyramid(), GRID_SIDE, side, ROUNDS);
    const against = 'iipsrv';
    return [
      compared({
        what,
        ours: rate,
        reference: reference.rate,
        unit: perSecond,
        against,
        goal: atLeast(1),
      }),
      compared({
        what: 'processor time per tile',
        ours: cpuSeconds * 1000,
        reference: reference.cpuSeconds * 1000,
        unit: milliseconds,
        against,
      }),
    ];
  } finally {
    await server.stop();
  }
}
