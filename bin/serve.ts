import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '#lib/settings/settings.ts';
import { build } from './build.ts';

/**
 * Pixels are memory outside V8's heap. By its rule of 64 MB it would mark the whole heap for every few dozen
 * pictures; counted with the heap, and with a heap that may grow a little first, that happens a tenth as often.
 */
const GARBAGE_FLAGS = ['--external-memory-accounted-in-global-limit', '--initial-old-space-size=128'];

/**
 * Builds what is out of date, then becomes the server. The server gets settings that only count before a
 * process starts: threads for pictures and files, and fewer memory arenas, which would keep freed pixels.
 * @returns the exit code, on systems where a process cannot become another
 */
export async function serve(root: string): Promise<number> {
  // Wrong settings are told at once, not after half a minute of building.
  loadSettings();
  await build(root);
  const env: NodeJS.ProcessEnv = {
    UV_THREADPOOL_SIZE: String(availableParallelism() + 4),
    MALLOC_ARENA_MAX: '2',
    NEXT_TELEMETRY_DISABLED: '1',
    ...process.env,
    NODE_ENV: 'production',
  };
  const args = ['--disable-warning=ExperimentalWarning', ...GARBAGE_FLAGS, join(root, 'server.ts')];
  if (process.platform !== 'win32' && process.execve) {
    process.execve(process.execPath, [process.execPath, ...args], env);
  }
  const child = spawn(process.execPath, args, { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
