import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { stopChild } from './worker.ts';

export type ServerProcess = {
  pid: number;
  port: number;
  dataDir: string;
  imagesDir: string;
  /** Milliseconds from the start of the process to its first answered picture. */
  startedInMs: number;
  /** Path with query of a picture. */
  url(src: string, parameters: Readonly<Record<string, string | number>>): string;
  /** The answer to a GET; throws unless it is a 200. */
  get(path: string): Promise<{ body: Buffer; headers: Headers }>;
  /** 99th percentile of the event loop's delay since the last call, in milliseconds. */
  loopDelay(): Promise<number>;
  stop(): Promise<void>;
};

const PROGRAM = join(import.meta.dirname, '../bin/emulsion.ts');
/** A start may build the pages first. */
const PATIENCE = 240_000;
/** Password of the first administrator. */
export const ADMIN_PASSWORD = 'only for a benchmark';
/** Picture that is asked for until the server answers. */
export const PROBE = 'bench-probe.jpg';

/** A data folder of its own below the temporary folder. */
export async function makeDataDir(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'emulsion-bench-'));
}

/**
 * Starts the production server over a data folder and waits until it answers a picture.
 * @param fill puts originals into their folder before the start; PROBE has to be among them
 * @param env settings beside the bench's own
 */
export async function startServer(
  dataDir: string,
  fill: (imagesDir: string) => Promise<unknown>,
  env: Record<string, string> = {},
): Promise<ServerProcess> {
  const imagesDir = join(dataDir, 'originals');
  await mkdir(imagesDir, { recursive: true });
  await fill(imagesDir);
  const port = await freePort();
  const start = performance.now();
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', PROGRAM, 'serve'], {
    // Away from the project, where a .env of the developer may lie.
    cwd: dataDir,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH ?? '',
      NODE_ENV: 'production',
      DATA_DIR: dataDir,
      IMAGES_DIR: imagesDir,
      PORT: String(port),
      HOST: '127.0.0.1',
      LOG_LEVEL: 'warn',
      ADMIN_PASSWORD,
      ...env,
    },
  });
  // A bench that is interrupted leaves no server behind; the server stops its database itself.
  const orphaned = () => child.kill('SIGTERM');
  process.once('exit', orphaned);
  child.once('exit', () => process.off('exit', orphaned));
  createInterface({ input: child.stdout }).on('line', (line) => {
    // Log entries; the rest is for people.
    if (line.startsWith('{')) console.error(line);
  });
  const address = `http://127.0.0.1:${port}`;
  await firstPicture(child, `${address}/image?src=${PROBE}&width=${64 + Math.floor(start % 64)}`);
  const startedInMs = performance.now() - start;

  async function get(path: string) {
    const response = await fetch(address + path);
    const body = Buffer.from(await response.arrayBuffer());
    if (response.status !== 200)
      throw new Error(`${path}: ${response.status} ${body.toString().slice(0, 300)}`);
    return { body, headers: response.headers };
  }

  return {
    pid: child.pid ?? 0,
    port,
    dataDir,
    imagesDir,
    startedInMs,
    url: (src, parameters) => {
      const query = Object.entries(parameters).map(([name, value]) => `&${name}=${value}`);
      return `/image?src=${src}${query.join('')}`;
    },
    get,
    async loopDelay() {
      const { body } = await get('/metrics');
      const value = /^emulsion_event_loop_delay_p99_seconds (\S+)/m.exec(body.toString())?.[1];
      return Number(value ?? Number.NaN) * 1000;
    },
    stop: () => stopChild(child, 'SIGTERM'),
  };
}

/** Starts a server over a fresh data folder, hands it over, and removes everything afterwards. */
export async function withServer<T>(
  fill: (imagesDir: string) => Promise<unknown>,
  work: (server: ServerProcess) => Promise<T>,
  env: Record<string, string> = {},
): Promise<T> {
  const dataDir = await makeDataDir();
  try {
    const server = await startServer(dataDir, fill, env);
    try {
      return await work(server);
    } finally {
      await server.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function firstPicture(child: ChildProcess, url: string): Promise<void> {
  const deadline = performance.now() + PATIENCE;
  for (;;) {
    const status = await fetch(url).then(
      async (response) => {
        await response.arrayBuffer();
        return response.status;
      },
      () => 0,
    );
    if (status === 200) return;
    if (status !== 0) throw new Error(`the server's first answer was ${status} to ${url}`);
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    if (performance.now() > deadline) {
      await stopChild(child, 'SIGKILL');
      throw new Error('the server did not answer in time');
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
