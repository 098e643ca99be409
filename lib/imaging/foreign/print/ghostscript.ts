import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { availableParallelism, setPriority } from 'node:os';
import { promisify } from 'node:util';
import { busy } from '#lib/errors/error.ts';
import { Refusal } from '../decoded.ts';
import { NICENESS } from '../workplaces.ts';

/** Processes at most; as many as there are decoders, for the same reason. */
const MOST_PROCESSES = Math.max(1, Math.min(2, availableParallelism() >> 1));
/** Files that may wait for a process. */
const MOST_WAITING = 64;
/** Address space of a process in KiB. Pages that are larger than its buffers are drawn in bands. */
const MEMORY_KIB = 1024 * 1024;
/** What a program may print before it is stopped. */
const MOST_PRINTED = 256 * 1024;
const BLOCK = 512;

/** Processes at work and their folders. */
const running = new Map<ChildProcess, string>();
const waiting: Array<() => void> = [];
let taken = 0;
let known: string | undefined;

// Processes outlive the one that started them, unless they are ended.
process.on('exit', () => {
  for (const [child, folder] of running) {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
});

export type GhostscriptRun = {
  args: readonly string[];
  /** A folder of its own: where it works, and the only one that it is told of. */
  folder: string;
  /** When it is ended, as Date.now() counts. */
  deadline: number;
  /** Bytes of the largest file that it may write. */
  fileBytes: number;
};

/**
 * Runs Ghostscript on a file that nobody vouches for: without access to files or to the environment, with bounds on
 * time, memory, and what it writes and prints.
 *
 * @returns what it printed
 * @throws Refusal without Ghostscript, at the deadline, and for files that it cannot draw; busy when too many wait
 */
export async function runGhostscript(run: GhostscriptRun): Promise<string> {
  const program = await findGhostscript();
  if (program === undefined) throw new Refusal(MISSING);
  await takeProcess();
  try {
    return await carryOut(program, run);
  } finally {
    taken -= 1;
    waiting.shift()?.();
  }
}

/** Its full path: started without an environment, nobody would look for it along the PATH. */
async function findGhostscript(): Promise<string | undefined> {
  if (known !== undefined) return known;
  try {
    const { stdout } = await promisify(execFile)('/bin/sh', ['-c', 'command -v gs']);
    known = stdout.trim() || undefined;
  } catch {
    // Not there, or no system with a shell. Asked again, since it may be installed meanwhile.
  }
  return known;
}

async function takeProcess(): Promise<void> {
  while (taken >= MOST_PROCESSES) {
    if (waiting.length >= MOST_WAITING)
      throw busy('Too many files of this kind are being read; try again.', 5);
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  taken += 1;
}

function carryOut(program: string, { args, folder, deadline, fileBytes }: GhostscriptRun): Promise<string> {
  const left = deadline - Date.now();
  if (left <= 0) return Promise.reject(new Refusal(TOO_LONG));
  // The limits of the system hold even when the server is gone.
  const limits = [
    'ulimit -c 0',
    `ulimit -v ${MEMORY_KIB} 2>/dev/null`,
    `ulimit -t ${Math.ceil(left / 1000) + 1}`,
    `ulimit -f ${Math.ceil(fileBytes / BLOCK)}`,
    'exec "$0" "$@"',
  ].join('; ');
  const child = spawn('/bin/sh', ['-c', limits, program, ...SAFE, ...args], {
    cwd: folder,
    // A program in PostScript can ask for the environment, which holds passwords.
    env: Object.fromEntries([['TMPDIR', folder]]) as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  running.set(child, folder);
  // Pictures that the library decodes itself go first.
  try {
    if (child.pid !== undefined) setPriority(child.pid, NICENESS);
  } catch {
    // It may have ended, or the system does not allow it.
  }
  return new Promise((resolve, reject) => {
    let printed = '';
    let trouble: string | undefined;
    const end = (reason: string) => {
      trouble = reason;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(end, left, TOO_LONG);
    child.stdout?.setEncoding('latin1').on('data', (piece: string) => {
      printed += piece;
      if (printed.length > MOST_PRINTED) end('it prints too much');
    });
    child.on('error', (error) => settle(new Refusal(`Ghostscript cannot be started (${error.message})`)));
    child.on('close', (code) => {
      if (trouble !== undefined) settle(new Refusal(trouble));
      else if (code === GONE) {
        known = undefined;
        settle(new Refusal(MISSING));
      } else if (code !== 0)
        settle(new Refusal('the PostScript is damaged or asks for what it may not have'));
      else settle(undefined);
    });

    function settle(error: Refusal | undefined): void {
      clearTimeout(timer);
      running.delete(child);
      if (error) reject(error);
      else resolve(printed);
    }
  });
}

const MISSING = 'PostScript files are read with Ghostscript, which is not installed: put gs on the PATH';
/** What a shell answers when there is no such program. */
const GONE = 127;
const TOO_LONG = 'it takes too long to draw';
const SAFE = ['-q', '-dSAFER', '-dBATCH', '-dNOPAUSE', '-dNOPROMPT'];
