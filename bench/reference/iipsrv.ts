import { type ChildProcess, spawn } from 'node:child_process';
import { access } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { processorSeconds } from '../process-tree.ts';
import { freePort } from '../server-process.ts';
import { stopChild } from '../worker.ts';
import { connectFastCgi, type FastCgiConnection } from './fastcgi.ts';

const PROGRAM = '/usr/lib/iipimage-server/iipsrv.fcgi';

/** Whether the reference tile server is installed (Debian: iipimage-server). */
export async function hasIipsrv(): Promise<boolean> {
  return access(PROGRAM).then(
    () => true,
    () => false,
  );
}

export type TileServer = {
  /**
   * Cuts all squares of the side out of the finest level of a pyramidal TIFF, each anew, as often as told.
   * Answers squares a second and the processor seconds of one.
   */
  cut(
    file: string,
    whole: number,
    side: number,
    rounds: number,
  ): Promise<{ rate: number; cpuSeconds: number }>;
  stop(): Promise<void>;
};

/** The tile server with its cache off: as many processes as cores, each kept busy over one connection. */
export async function startIipsrv(quality: number): Promise<TileServer> {
  const env = {
    NODE_ENV: 'production' as const,
    VERBOSITY: '0',
    MAX_IMAGE_CACHE_SIZE: '0',
    JPEG_QUALITY: String(quality),
    MAX_CVT: '20000',
  };
  const processes: ChildProcess[] = [];
  const connections: FastCgiConnection[] = [];
  for (let i = 0; i < availableParallelism(); i++) {
    const port = await freePort();
    processes.push(spawn(PROGRAM, ['--bind', `127.0.0.1:${port}`], { stdio: 'ignore', env }));
    connections.push(await patiently(() => connectFastCgi(port)));
  }
  async function used(): Promise<number> {
    const each = await Promise.all(processes.map(({ pid }) => processorSeconds(pid ?? 0)));
    return each.reduce((sum, value) => sum + value, 0);
  }

  return {
    async cut(file, whole, side, rounds) {
      const queries: string[] = [];
      for (let top = 0; top < whole; top += side) {
        for (let left = 0; left < whole; left += side) {
          const region = [left, top, side, side].map((value) => value / whole).join(',');
          queries.push(`FIF=${file}&RGN=${region}&WID=${side}&CVT=jpeg`);
        }
      }
      await Promise.all(connections.map((connection) => square(connection, queries[0] ?? '')));
      const rest = Array.from({ length: rounds }, () => queries)
        .flat()
        .values();
      const before = await used();
      const start = performance.now();
      await Promise.all(
        connections.map(async (connection) => {
          for (const query of rest) await square(connection, query);
        }),
      );
      const seconds = (performance.now() - start) / 1000;
      const count = queries.length * rounds;
      return { rate: count / seconds, cpuSeconds: ((await used()) - before) / count };
    },
    async stop() {
      for (const connection of connections) connection.close();
      await Promise.all(processes.map((child) => stopChild(child, 'SIGKILL')));
    },
  };
}

async function square(connection: FastCgiConnection, query: string): Promise<void> {
  const answer = await connection.request(query);
  if (!answer.includes('image/jpeg')) throw new Error(`iipsrv: ${answer.toString('latin1').slice(0, 300)}`);
}

async function patiently<T>(attempt: () => Promise<T>): Promise<T> {
  for (let left = 200; ; left--) {
    try {
      return await attempt();
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => {
        setTimeout(resolve, 10);
      });
    }
  }
}
