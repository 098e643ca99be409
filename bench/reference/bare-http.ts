import { join } from 'node:path';
import { startWorker } from '../worker.ts';

/** Name, value, name, value … */
export type BareAnswer = { headers: string[]; body: Uint8Array };

export type BareServer = { port: number; pid: number; stop(): Promise<void> };

/** Headers that node:http adds by itself. */
const AUTOMATIC = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding']);

/** A node:http server of three lines in a process of its own that answers everything with the same bytes. */
export async function startBareServer(headers: Headers, body: Buffer): Promise<BareServer> {
  const worker = await startWorker<BareAnswer, number>(join(import.meta.dirname, 'bare-http-process.ts'));
  const list = [...headers].filter(([name]) => !AUTOMATIC.has(name)).flat();
  const port = await worker.ask({ headers: list, body });
  return { port, pid: worker.pid, stop: worker.stop };
}
