import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const PROGRAM = join(import.meta.dirname, '../../../bin/emulsion.ts');

/** Runs the command line of the project. Returns what it printed; throws with what it complained of. */
export async function runCli(args: string[], env: Record<string, string>, input = ''): Promise<string> {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { NODE_ENV: 'test', PATH: process.env.PATH, LOG_LEVEL: 'error', ...env },
  });
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [printed, complaints, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code !== 0) throw new Error(`emulsion ${args.join(' ')} ended with ${code}: ${complaints}`);
  return printed;
}
