import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isAlive, readPostmaster } from '#lib/db/postmaster-pid.ts';

const ROOT = path.join(import.meta.dirname, '../..');

export type ServerProgram = {
  pid: number;
  /** Everything printed so far, complaints included. */
  printed(): string;
  /** Resolves when it says that it is ready. Rejects with what it printed when it ends before. */
  ready: Promise<void>;
  /** The exit code; null after a signal that it did not handle. */
  ended: Promise<number | null>;
  signal(name: NodeJS.Signals): void;
};

/** Folders and processes of one test; everything is gone after `clear`, also when the test failed. */
export type Bench = {
  /** A data folder of its own, with an empty repository that is not filled with samples. */
  makeDataDir(): Promise<string>;
  /**
   * Runs the server with these settings and no others. The pages are built already; `emulsion serve` would
   * look whether they need to be built anew.
   */
  serve(env: Record<string, string>, command?: readonly string[]): ServerProgram;
  clear(): Promise<void>;
};

export function openBench(): Bench {
  const folders: string[] = [];
  const running: ServerProgram[] = [];

  return {
    async makeDataDir() {
      const folder = await mkdtemp(path.join(tmpdir(), 'emulsion-boot-'));
      folders.push(folder);
      await mkdir(path.join(folder, 'data', 'images', 'own'), { recursive: true });
      return path.join(folder, 'data');
    },

    serve(env, command = ['--disable-warning=ExperimentalWarning', 'server.ts']) {
      const args = command.map((each) => (each.endsWith('.ts') ? path.join(ROOT, each) : each));
      const child = spawn(process.execPath, args, {
        // No .env file of the developer's counts here.
        cwd: tmpdir(),
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          NODE_ENV: 'production',
          PATH: process.env.PATH,
          HOST: '127.0.0.1',
          LOG_LEVEL: 'warn',
          ...env,
        },
      });
      let printed = '';
      const ended = new Promise<number | null>((resolve) => {
        child.once('error', () => resolve(null));
        child.once('close', resolve);
      });
      const ready = new Promise<void>((resolve, reject) => {
        for (const stream of [child.stdout, child.stderr]) {
          stream.on('data', (chunk) => {
            printed += String(chunk);
            if (printed.includes('Emulsion is ready')) resolve();
          });
        }
        void ended.then((code) => reject(new Error(`the server ended with ${code}:\n${printed}`)));
      });
      ready.catch(() => undefined);
      const program: ServerProgram = {
        pid: child.pid ?? 0,
        printed: () => printed,
        ready,
        ended,
        signal: (name) => child.kill(name),
      };
      running.push(program);
      return program;
    },

    async clear() {
      for (const program of running) program.signal('SIGKILL');
      await Promise.all(running.map((program) => program.ended));
      for (const folder of folders) {
        const postmaster = await readPostmaster(path.join(folder, 'data', 'postgres'));
        if (postmaster?.alive) process.kill(postmaster.pid, 'SIGQUIT');
        await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
      }
    },
  };
}

/** Process id of the embedded database in a data folder; undefined when none runs. */
export async function databasePid(dataDir: string): Promise<number | undefined> {
  const postmaster = await readPostmaster(path.join(dataDir, 'postgres'));
  return postmaster && isAlive(postmaster.pid) ? postmaster.pid : undefined;
}

/** A TCP port that was free a moment ago. */
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
