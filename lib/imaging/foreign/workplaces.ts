import { type ChildProcess, spawn } from 'node:child_process';
import type { EventEmitter } from 'node:events';
import type { Worker } from 'node:worker_threads';

/** Where jobs are carried out, one after the other. It emits message, error and exit. */
export type Workplace = {
  events: EventEmitter;
  /** Whether compiled WebAssembly can be sent there. */
  takesModules: boolean;
  send(task: object): void;
  /** Whether the server stays up for it. */
  hold(needed: boolean): void;
  end(): void;
};

/**
 * How far work that nobody is to wait for stands back (as of nice). Not further: between pictures that keep every
 * processor busy it would outstay its time.
 */
export const NICENESS = 5;
/** MiB of the heap, as for V8. Memory outside of it has limits of its own. */
const HEAP = { old: 256, young: 32 };
/** KiB that a process may have to write to in all. */
const PROCESS_KIB = 3 * 1024 * 1024;
/** Seconds of a processor after which the system ends a process, should it have outlived the server in the midst of a file. */
const PROCESS_SECONDS = 1800;

/** For threads; they get none of the settings, which hold passwords. */
export const THREAD_OPTIONS = {
  resourceLimits: { maxOldGenerationSizeMb: HEAP.old, maxYoungGenerationSizeMb: HEAP.young },
  env: {},
  stdout: true,
  stderr: true,
} as const;

/** A thread of the server. */
export function onThread(worker: Worker): Workplace {
  return {
    events: worker,
    takesModules: true,
    // A thread of node has no origin.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    send: (task) => worker.postMessage(task),
    hold: (needed) => (needed ? worker.ref() : worker.unref()),
    end: () => void worker.terminate(),
  };
}

const processes = new Set<ChildProcess>();

// They outlive the server unless they are ended.
process.on('exit', () => {
  for (const child of processes) child.kill('SIGKILL');
});

/**
 * A process that takes up one processor and no more: V8 would share the work of its compiler and its garbage collector
 * among threads, for which those that answer requests wait. A file that breaks it breaks nothing else.
 */
export function inProcess(script: string): Workplace {
  const flags = [
    '--single-threaded',
    '--v8-pool-size=1',
    `--max-old-space-size=${HEAP.old}`,
    // Of three parts of what is young one is counted.
    `--max-semi-space-size=${Math.floor(HEAP.young / 3)}`,
    '--disable-warning=ExperimentalWarning',
  ];
  const command = [process.execPath, ...flags, script];
  const [program = '', ...args] =
    process.platform === 'win32' ? command : ['/bin/sh', '-c', LIMITED, ...command];
  const child = spawn(/* turbopackIgnore: true */ program, args, {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
    // One for files, which are read without it. Here too none of the settings.
    env: { UV_THREADPOOL_SIZE: '1' } as unknown as NodeJS.ProcessEnv,
  });
  processes.add(child);
  for (const event of ['exit', 'error']) child.once(event, () => processes.delete(child));
  return {
    events: child,
    takesModules: false,
    send: (task) => void child.send(task),
    hold(needed) {
      if (needed) {
        child.ref();
        child.channel?.ref();
      } else {
        child.unref();
        child.channel?.unref();
      }
    },
    end: () => void child.kill('SIGKILL'),
  };
}

/** Limits of the system, and an end with the server where setpriv knows how: in the midst of a file nobody could be asked. */
const LIMITED = [
  'ulimit -c 0',
  `ulimit -d ${PROCESS_KIB} 2>/dev/null`,
  `ulimit -t ${PROCESS_SECONDS}`,
  `setpriv --pdeathsig KILL true 2>/dev/null && exec nice -n ${NICENESS} setpriv --pdeathsig KILL "$0" "$@"`,
  `exec nice -n ${NICENESS} "$0" "$@"`,
].join('; ');
