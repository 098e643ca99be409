import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Point, Report } from './folder-process.ts';

/**
 * Starts a folder task in a process of its own and kills it at a point. Returns the task's last checkpoint; throws when
 * the task ended before it came to the point.
 */
export async function killAt(
  point: Point,
  places: { url: string; folder: string },
  task: { funcname: string; params: object },
): Promise<object | undefined> {
  const script = fileURLToPath(new URL('./folder-process.ts', import.meta.url));
  const child = fork(script, [places.url, places.folder, point, task.funcname, JSON.stringify(task.params)], {
    execArgv: [],
  });
  let checkpoint: object | undefined;
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the process ended with ${code} before "${point}"`)));
    child.on('message', (report: Report) => {
      if (report.report === 'checkpoint') checkpoint = report.value;
      if (report.report === 'reached') resolve();
    });
  });
  const gone = once(child, 'exit');
  child.removeAllListeners('message');
  child.kill('SIGKILL');
  await gone;
  return checkpoint;
}
