import { readdir, readFile } from 'node:fs/promises';

type Process = { pid: number; parent: number; name: string };

/** Processes of the database are no part of a server's memory; they may be on another machine. */
const DATABASE = /^postgres/;
const PAGE = 4096;
/** Clock ticks a second in /proc; fixed at 100 on Linux. */
const TICKS = 100;

async function processes(): Promise<Process[]> {
  const found: Process[] = [];
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = await readFile(`/proc/${entry}/stat`, 'latin1').catch(() => '');
    const match = /^(\d+) \((.*)\) \S (\d+) /s.exec(stat);
    if (match) found.push({ pid: Number(match[1]), name: match[2] ?? '', parent: Number(match[3]) });
  }
  return found;
}

/** Bytes resident in memory of a process and everything it started, without database processes. */
export async function residentBytes(root: number): Promise<number> {
  const all = await processes();
  const tree = new Set([root]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const { pid, parent, name } of all) {
      if (!tree.has(parent) || tree.has(pid) || DATABASE.test(name)) continue;
      tree.add(pid);
      grown = true;
    }
  }
  let bytes = 0;
  for (const pid of tree) {
    const statm = await readFile(`/proc/${pid}/statm`, 'latin1').catch(() => '');
    bytes += Number(statm.split(' ')[1] ?? 0) * PAGE;
  }
  return bytes;
}

/** Processor seconds a process has used. */
export async function processorSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS;
}

/** What some work yields, and the processor seconds that a process used meanwhile. */
export async function withProcessorTime<T>(
  pid: number,
  work: () => Promise<T>,
): Promise<{ value: T; cpuSeconds: number }> {
  const before = await processorSeconds(pid);
  const value = await work();
  return { value, cpuSeconds: (await processorSeconds(pid)) - before };
}

/** Whether this system tells about its processes. */
export async function canSeeProcesses(): Promise<boolean> {
  return readFile(`/proc/${process.pid}/statm`).then(
    () => true,
    () => false,
  );
}

/** Looks at a process tree many times a second until told to stop. */
export function watchMemory(root: number, intervalMs: number): { stop(): Promise<readonly number[]> } {
  const samples: number[] = [];
  let watching = true;
  const done = (async () => {
    while (watching) {
      samples.push(await residentBytes(root));
      await new Promise((resolve) => {
        setTimeout(resolve, intervalMs);
      });
    }
  })();
  return {
    async stop() {
      watching = false;
      await done;
      return samples;
    },
  };
}
