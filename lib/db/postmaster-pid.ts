import { readFileSync } from 'node:fs';
import { readdir, readFile, readlink, realpath, rm } from 'node:fs/promises';
import path from 'node:path';

export type Postmaster = { pid: number; port: number; ready: boolean; alive: boolean };

/**
 * What the cluster's postmaster.pid says: undefined when nothing runs. A file left behind by a crash whose
 * process id now belongs to a stranger is removed, since Postgres itself would take it for a running server.
 */
export async function readPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const file = path.join(cluster, 'postmaster.pid');
  let lines: string[];
  try {
    lines = (await readFile(file, 'utf8')).split('\n');
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  let alive = isAlive(pid);
  if (alive && process.platform === 'linux') {
    const folder = await realpath(cluster);
    if (!(await worksIn(pid, folder))) {
      alive = false;
      if (!(await anyoneWorksIn(folder))) await rm(file, { force: true });
    }
  }
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready', alive };
}

/** Whether a process of that id runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !isZombie(pid);
}

/** Dead, but not collected by its parent: usual in a container whose first process is not an init. */
function isZombie(pid: number): boolean {
  try {
    return /\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** A postmaster works in the folder of its cluster. When that cannot be seen, the file is believed. */
async function worksIn(pid: number, folder: string): Promise<boolean> {
  const place = await readlink(`/proc/${pid}/cwd`).catch(() => folder);
  return place === folder;
}

/** A postmaster that was killed can leave sessions behind that still write; they sit in the cluster's folder. */
async function anyoneWorksIn(folder: string): Promise<boolean> {
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    if ((await readlink(`/proc/${entry}/cwd`).catch(() => '')) === folder) return true;
  }
  return false;
}
