import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Order, Report } from './render-process.ts';

export type RenderProcess = {
  readonly pid: number;
  readonly reports: Report[];
  order(order: Order): void;
  /** Renders begun for an image. */
  renders(imageId: number): number;
  /** The answers to an order to obtain, once it is done. */
  answers(imageId: number): string[] | undefined;
  kill(): Promise<void>;
};

/** Starts a process of render-process.ts and waits until it is connected. */
export async function startRenderProcess(places: {
  folder?: string;
  redis?: string;
  postgres?: string;
}): Promise<RenderProcess> {
  const script = fileURLToPath(new URL('./render-process.ts', import.meta.url));
  const { folder = '-', redis = '-', postgres = '-' } = places;
  // The runner's own flags are of no use to a plain program.
  const child: ChildProcess = fork(script, [folder, redis, postgres], { execArgv: [] });
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
    order: (order) => child.send(order),
    renders: (imageId) =>
      reports.filter((report) => report.report === 'rendering' && report.imageId === imageId).length,
    answers: (imageId) =>
      reports.filter((report) => report.report === 'obtained').find((report) => report.imageId === imageId)
        ?.answers,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}
