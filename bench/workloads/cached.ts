import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { median, milliseconds, perSecond } from '../figures.ts';
import { placeProbe } from '../fixtures/originals.ts';
import { groupOf, type LoadGenerator } from '../load/generator.ts';
import { withProcessorTime } from '../process-tree.ts';
import { startBareServer } from '../reference/bare-http.ts';
import { PROBE, withServer } from '../server-process.ts';
import { atLeast, type BenchOptions, bounded, compared, type Row, told, type Workload } from '../workload.ts';

const CONNECTIONS = 8;
const ROUNDS = 3;
const SECONDS = 1.5;

type Figures = { rate: number; p50: number; p99: number; cpuMicroseconds: number };

/** A picture that is in memory, and its 304, against node:http answering the same bytes and headers. */
export const cached: Workload = {
  title: 'Cached picture, 200 px wide, 8 connections',
  run: ({ load, wrk }: BenchOptions) =>
    withServer(placeProbe, async (server) => {
      const path = server.url(PROBE, { width: 200, format: 'jpg', quality: 80 });
      await server.get(path);
      const { body, headers } = await server.get(path);
      const bare = await startBareServer(headers, body);
      const tagged = { 'If-None-Match': headers.get('etag') ?? '' };
      const ours: Figures[] = [];
      const theirs: Figures[] = [];
      const unchanged: Figures[] = [];
      const cross: Row[] = [];
      try {
        // In turns, so that a machine that changes its mood in between does so for both.
        for (let round = 0; round < ROUNDS; round++) {
          theirs.push(await measure(load, bare, path, 200));
          ours.push(await measure(load, server, path, 200));
          unchanged.push(await measure(load, server, path, 304, tagged));
        }
        if (wrk) cross.push(await crossCheck(server.port, bare.port, path));
      } finally {
        await bare.stop();
      }
      const hit = middle(ours);
      const reference = middle(theirs);
      const notModified = middle(unchanged);
      return [
        compared({
          what: `cached hit, ${body.length} bytes`,
          ours: hit.rate,
          reference: reference.rate,
          unit: perSecond,
          against: 'bare node:http',
          goal: atLeast(0.6),
        }),
        compared({
          what: 'processor time per answer',
          ours: hit.cpuMicroseconds,
          reference: reference.cpuMicroseconds,
          unit: (value) => `${value.toFixed(1)} µs`,
          against: 'bare node:http',
        }),
        {
          ...bounded('p99 of cached hits', hit.p99, 2, milliseconds),
          reference: `${milliseconds(reference.p99)} bare node:http`,
        },
        told('p50 of cached hits', milliseconds(hit.p50), `${milliseconds(reference.p50)} bare node:http`),
        compared({
          what: 'not modified (304)',
          ours: notModified.rate,
          reference: hit.rate,
          unit: perSecond,
          against: 'cached hits',
          goal: atLeast(1),
        }),
        ...cross,
      ];
    }),
};

async function measure(
  load: LoadGenerator,
  server: { port: number; pid: number },
  path: string,
  status: number,
  headers: Record<string, string> = {},
): Promise<Figures> {
  const plan = { port: server.port, connections: CONNECTIONS, paths: [path], headers };
  await load.run({ ...plan, seconds: 0.4 }, status);
  const { value, cpuSeconds } = await withProcessorTime(server.pid, () =>
    load.run({ ...plan, seconds: SECONDS }, status),
  );
  const { rate, p50, p99, count } = groupOf(value);
  const cpuMicroseconds = (cpuSeconds * 1e6) / count;
  return { rate, p50, p99, cpuMicroseconds };
}

function middle(rounds: readonly Figures[]): Figures {
  const of = (name: keyof Figures) => median(rounds.map((round) => round[name]));
  return { rate: of('rate'), p50: of('p50'), p99: of('p99'), cpuMicroseconds: of('cpuMicroseconds') };
}

/** The same comparison with wrk as the generator. */
async function crossCheck(port: number, barePort: number, path: string): Promise<Row> {
  const rate = async (at: number) => {
    const args = ['-t1', `-c${CONNECTIONS}`, '-d2s', `http://127.0.0.1:${at}${path}`];
    const { stdout } = await promisify(execFile)('wrk', args);
    return Number(/Requests\/sec: +([\d.]+)/.exec(stdout)?.[1] ?? Number.NaN);
  };
  const reference = await rate(barePort);
  return compared({
    what: 'cached hit, measured with wrk',
    ours: await rate(port),
    reference,
    unit: perSecond,
    against: 'bare node:http',
    goal: atLeast(0.6),
  });
}
