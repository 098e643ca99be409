import { join } from 'node:path';
import { median, milliseconds, perSecond } from '../figures.ts';
import { PHOTO, photo, placeMany, placeProbe } from '../fixtures/originals.ts';
import { groupOf, type LoadGenerator } from '../load/generator.ts';
import { withProcessorTime } from '../process-tree.ts';
import { type LoopJob, startSharpLoop } from '../reference/sharp-loop.ts';
import { type ServerProcess, withServer } from '../server-process.ts';
import { atLeast, bounded, compared, type Row, told, type Workload } from '../workload.ts';

const CONNECTIONS = 4;
const ROUNDS = 3;
/** Pictures of a round; each file is asked for once, so that nothing decoded can be used twice. */
const PICTURES = 160;
const NARROWEST = 120;
const QUALITY = 80;

/** Pictures asked for the first time, each from a file of its own, in ascending widths. */
export const renders: Workload = {
  title: `First-time renders, ${NARROWEST} to ${NARROWEST + PICTURES - 1} px wide, 4 connections`,
  run: ({ load }) => {
    const rounds: string[][] = [];
    return withServer(
      async (imagesDir) => {
        await placeProbe(imagesDir);
        for (let round = 0; round <= ROUNDS; round++) {
          rounds.push(await placeMany(imagesDir, `round${round}`, PICTURES, photo));
        }
      },
      async (server) => {
        const loop = await startSharpLoop();
        try {
          const [unknown = [], ...known] = rounds;
          const linear: number[] = [];
          const gamma: number[] = [];
          const ours: number[] = [];
          const cpu = { ours: 0, linear: 0, pictures: 0 };
          const p99: number[] = [];
          const discovering = await ask(server, load, unknown);
          await server.loopDelay();
          await pause(1000);
          const idle = await server.loopDelay();
          const delays: number[] = [];
          for (const names of known) {
            await discover(server, names);
            const jobs = loopJobs(server.imagesDir, names);
            const bare = await loop.run(jobs, 'linear');
            linear.push(jobs.length / bare.seconds);
            cpu.linear += bare.cpuSeconds;
            await server.loopDelay();
            const { value: answers, cpuSeconds } = await withProcessorTime(server.pid, () =>
              ask(server, load, names),
            );
            cpu.ours += cpuSeconds;
            cpu.pictures += jobs.length;
            delays.push(await server.loopDelay());
            gamma.push(jobs.length / (await loop.run(jobs, 'gamma')).seconds);
            ours.push(answers.rate);
            p99.push(answers.p99);
          }
          const rate = median(ours);
          const rows: Row[] = [
            compared({
              what: 'first-time renders, linear light',
              ours: rate,
              reference: median(linear),
              unit: perSecond,
              against: 'bare sharp, same light',
              goal: atLeast(0.9),
            }),
            compared({
              what: 'the same against plain resizes',
              ours: rate,
              reference: median(gamma),
              unit: perSecond,
              against: 'bare sharp, gamma space',
            }),
            compared({
              what: 'processor time per picture',
              ours: (cpu.ours / cpu.pictures) * 1000,
              reference: (cpu.linear / cpu.pictures) * 1000,
              unit: milliseconds,
              against: 'bare sharp, same light',
            }),
            bounded('event loop delay p99 meanwhile', median(delays), 20, milliseconds),
            told('event loop delay p99 idle', milliseconds(idle)),
            told('p99 of the answers', milliseconds(median(p99))),
            compared({
              what: 'files never seen before, record included',
              ours: discovering.rate,
              reference: median(linear),
              unit: perSecond,
              against: 'bare sharp, same light',
            }),
          ];
          return rows;
        } finally {
          await loop.stop();
        }
      },
    );
  },
};

async function ask(server: ServerProcess, load: LoadGenerator, names: readonly string[]) {
  const paths = names.map((name, i) =>
    server.url(name, { width: NARROWEST + i, format: 'jpg', quality: QUALITY }),
  );
  return groupOf(await load.run({ port: server.port, connections: CONNECTIONS, paths }));
}

/** Makes the server look at files, which gives them records, without making pictures of them. */
async function discover(server: ServerProcess, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const url = `http://127.0.0.1:${server.port}/image?src=${name}`;
    await (await fetch(url, { method: 'HEAD', headers: { 'If-None-Match': '*' } })).arrayBuffer();
  }
}

function loopJobs(imagesDir: string, names: readonly string[]): LoopJob[] {
  return names.map((name, i) => {
    const width = NARROWEST + i;
    const height = Math.round((width * PHOTO.height) / PHOTO.width);
    return { file: join(imagesDir, name), source: PHOTO, width, height, format: 'jpeg', quality: QUALITY };
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
