import { rm } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { placeProbe } from './fixtures/originals.ts';
import { startLoadGenerator } from './load/generator.ts';
import { makeDataDir, startServer } from './server-process.ts';
import { formatTable } from './table.ts';
import type { Row, Workload } from './workload.ts';
import { api } from './workloads/api.ts';
import { cached } from './workloads/cached.ts';
import { foreignHits } from './workloads/foreign-hits.ts';
import { foreignSpeed } from './workloads/foreign-speed.ts';
import { growth } from './workloads/growth.ts';
import { logins } from './workloads/logins.ts';
import { memory } from './workloads/memory.ts';
import { mixed } from './workloads/mixed.ts';
import { pages } from './workloads/pages.ts';
import { renders } from './workloads/renders.ts';
import { start } from './workloads/start.ts';
import { statistics } from './workloads/statistics.ts';
import { sync } from './workloads/sync.ts';
import { tiles } from './workloads/tiles.ts';
import { variants } from './workloads/variants.ts';
import { zoom } from './workloads/zoom.ts';

const WORKLOADS: Readonly<Record<string, Workload>> = {
  cached,
  renders,
  variants,
  tiles,
  mixed,
  'foreign-hits': foreignHits,
  'foreign-speed': foreignSpeed,
  memory,
  growth,
  api,
  logins,
  statistics,
  sync,
  pages,
  start,
  zoom,
};

const USAGE = `Usage: node bench/run.ts [${Object.keys(WORKLOADS).join(' | ')} ...]

  --soak MINUTES   mixed load for so long in the memory workload
  --wrk            measure cached hits with wrk too
`;

/** Share of the processors that others may use before a run counts as disturbed. */
const QUIET = 0.25;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { soak: { type: 'string' }, wrk: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  const soakMinutes = Number(values.soak ?? 0);
  const unknown = positionals.filter((name) => !Object.hasOwn(WORKLOADS, name));
  if (values.help || unknown.length > 0 || !(soakMinutes >= 0)) {
    process.stderr.write(USAGE);
    return 2;
  }
  const names = positionals.length > 0 ? positionals : Object.keys(WORKLOADS);
  console.log(machine());
  await buildFirst();
  const load = await startLoadGenerator();
  let missed = 0;
  let failed = 0;
  try {
    for (const name of names) {
      const workload = WORKLOADS[name];
      if (!workload) continue;
      const began = performance.now();
      const rows = await workload
        .run({ load, soakMinutes, wrk: values.wrk ?? false })
        .catch((error: unknown) => {
          failed++;
          console.error(error);
          return undefined;
        });
      if (!rows) continue;
      missed += count(rows);
      const took = ((performance.now() - began) / 1000).toFixed(0);
      console.log(`\n${name}: ${workload.title} (${took} s)\n\n${formatTable(rows)}`);
    }
  } finally {
    await load.stop();
  }
  console.log(`\n${missed} goals missed${failed > 0 ? `, ${failed} workloads failed` : ''}.`);
  return failed > 0 ? 1 : 0;
}

function count(rows: readonly Row[]): number {
  return rows.filter(({ met }) => met === false).length;
}

function machine(): string {
  const cores = availableParallelism();
  const busy = loadavg()[0] ?? 0;
  const lines = [
    `${cores} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GB, ` +
      `${process.platform}, Node ${process.versions.node}, sharp ${sharp.versions.sharp}, libvips ${sharp.versions.vips}`,
    'Load generator, references and server share these cores.',
  ];
  if (busy > cores * QUIET) lines.push(`The machine is busy (load ${busy.toFixed(2)}): figures will be off.`);
  return lines.join('\n');
}

/** A first start builds what is out of date, so that no measured one has to. */
async function buildFirst(): Promise<void> {
  const dataDir = await makeDataDir();
  try {
    const server = await startServer(dataDir, placeProbe);
    await server.stop();
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
