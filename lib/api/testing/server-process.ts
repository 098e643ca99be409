import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Answer } from './picture-server.ts';

export type ServerProcess = {
  pid: number;
  /** Address without a path. */
  address: string;
  /** Answer to a GET of `/image?…` or `/original?…`, body included. Rejects when the process has gone. */
  get(pathAndQuery: string): Promise<Answer>;
  /** Renders finished since the start. */
  renders(): Promise<number>;
  /** Renders of a lane that are running at this moment. */
  rendering(lane: 'render' | 'slow'): Promise<number>;
  /** Asks it to stop and resolves when it has. */
  stop(): Promise<void>;
  /** Ends it without any chance to tidy up; resolves when it is gone. */
  kill(): Promise<void>;
};

/** Starts serve-pictures.ts with these environment variables and waits until it listens. */
export async function startServerProcess(env: Record<string, string>): Promise<ServerProcess> {
  const script = fileURLToPath(new URL('./serve-pictures.ts', import.meta.url));
  const child = fork(script, [], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: {
      NODE_ENV: 'test',
      PATH: process.env.PATH,
      LOG_LEVEL: 'fatal',
      ADMIN_PASSWORD: 'a password for tests',
      ...env,
    },
  });
  let complaints = '';
  child.stderr?.on('data', (chunk) => {
    complaints += String(chunk);
  });
  const address = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`the server ended with ${code}: ${complaints}`)));
    child.once('message', (message: string) => resolve(message));
  });

  async function get(pathAndQuery: string): Promise<Answer> {
    const response = await fetch(address + pathAndQuery);
    return {
      status: response.status,
      headers: response.headers,
      body: Buffer.from(await response.arrayBuffer()),
    };
  }

  /** Sum of the samples whose line matches. */
  async function metric(line: RegExp): Promise<number> {
    const lines = (await get('/metrics')).body.toString().split('\n');
    return lines
      .filter((each) => line.test(each))
      .reduce((sum, each) => sum + Number(each.slice(each.lastIndexOf(' '))), 0);
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  return {
    pid: child.pid ?? 0,
    address,
    get,
    renders: () => metric(/^emulsion_render_seconds_count\{/),
    rendering: (lane) => metric(new RegExp(`^emulsion_render_queue\\{lane="${lane}",state="active"\\}`)),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}
