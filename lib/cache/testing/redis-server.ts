import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

/** A TCP port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  server.close();
  await once(server, 'close');
  return address.port;
}

export type TestRedis = {
  url: string;
  /** Stops the process in its tracks: connections stay open and nothing answers. */
  freeze(): void;
  thaw(): void;
  /** Ends it at once; resolves when it is gone. */
  kill(): Promise<void>;
};

/** A real Redis without persistence on a port of its own. */
export async function startRedis(port?: number): Promise<TestRedis> {
  const chosen = port ?? (await freePort());
  const server = spawn('redis-server', [
    '--port',
    String(chosen),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
  ]);
  const stop = (): boolean => server.kill('SIGKILL');
  process.once('exit', stop);
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`Redis did not start: ${said.join('\n')}`)));
    createInterface(server.stdout).on('line', (line) => {
      said.push(line);
      if (line.includes('Ready to accept connections')) resolve();
    });
  });
  return {
    url: `redis://127.0.0.1:${chosen}`,
    freeze: () => server.kill('SIGSTOP'),
    thaw: () => server.kill('SIGCONT'),
    async kill() {
      process.off('exit', stop);
      if (server.exitCode !== null || server.signalCode !== null) return;
      const gone = once(server, 'exit');
      stop();
      await gone;
    },
  };
}
