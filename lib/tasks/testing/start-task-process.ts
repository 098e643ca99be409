import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Order, Report } from './task-process.ts';

export type TaskProcess = {
  readonly pid: number;
  readonly reports: Report[];
  order(order: Order['order']): void;
  /** Steps reported, of all tasks. */
  steps(): number[];
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
  kill(): Promise<void>;
};

/** Starts a process of task-process.ts and waits until it works. */
export async function startTaskProcess(url: string): Promise<TaskProcess> {
  const script = fileURLToPath(new URL('./task-process.ts', import.meta.url));
  // The runner's own flags are of no use to a plain program.
  const child: ChildProcess = fork(script, [url], { execArgv: [] });
  const reports: Report[] = [];
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the process ended with ${code}`)));
    child.on('message', (report: Report) => {
      reports.push(report);
      if (report.report === 'ready') resolve();
    });
  });
  return {
    pid: child.pid ?? 0,
    reports,
    order: (order) => child.send({ order }),
    steps: () => reports.flatMap((report) => (report.report === 'step' ? [report.step] : [])),
    signal: (name) => void child.kill(name),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}
