import { busy } from '#lib/errors/error.ts';
import type { Workplace } from './workplaces.ts';

/** What a kind of workplace is given and what it makes of it. */
export type Traffic = { job: object; reply: object };

/** What is sent there: the job, and to a thread what another has compiled. */
export type Task<Job> = { job: Job; magick: WebAssembly.Module | undefined };

/** What comes back. */
export type Answer<Reply> = {
  reply: Reply;
  /** What a thread has compiled or was given. */
  magick: WebAssembly.Module | undefined;
  /** Milliseconds that it may wait for the next job; 0 when it is better ended. */
  keepMs: number;
};

/** What went wrong, with the code of the system or TIME_IS_UP. */
export type Failure = { failure: string; code: string | undefined };

export const TIME_IS_UP = 'time is up';

/** Jobs that may wait. */
const MOST_WAITING = 64;
/** After so many jobs a workplace is replaced, whatever it may have gathered. */
const JOBS_EACH = 200;

type Place = { workplace: Workplace; jobs: number; idle: NodeJS.Timeout | undefined };
type Waiting<Job, Reply> = { job: Job; timeoutMs: number; settle: (reply: Reply | Failure) => void };

/** Compiled by the first thread of any pool that needed it, for those that follow. */
let magick: WebAssembly.Module | undefined;

/**
 * A few threads or processes that are started when they are needed. Each job has its time; what fails or outstays it is ended.
 *
 * @returns what carries a job out; it rejects with busy when too many wait
 */
export function createJobPool<T extends Traffic>(
  open: () => Workplace,
  most: number,
): (job: T['job'], timeoutSeconds: number) => Promise<T['reply'] | Failure> {
  const idle: Place[] = [];
  const waiting: Waiting<T['job'], T['reply']>[] = [];
  let running = 0;

  function start(entry: Waiting<T['job'], T['reply']>): void {
    running += 1;
    const place = idle.pop() ?? opened();
    clearTimeout(place.idle);
    const { events, takesModules, send, hold, end: close } = place.workplace;
    hold(true);
    const timer = setTimeout(() => end({ failure: TIME_IS_UP, code: TIME_IS_UP }, 0), entry.timeoutMs);
    const onMessage = (answer: Answer<T['reply']>) => {
      magick ??= answer.magick;
      end(answer.reply, answer.keepMs);
    };
    const onError = (error: Error) => end({ failure: error.message, code: undefined }, 0);
    const onExit = () => end({ failure: 'it ended in the midst', code: undefined }, 0);
    events.on('message', onMessage);
    events.on('error', onError);
    events.on('exit', onExit);
    const task: Task<T['job']> = { job: entry.job, magick: takesModules ? magick : undefined };
    send(task);

    function end(reply: T['reply'] | Failure, keepMs: number): void {
      clearTimeout(timer);
      events.off('message', onMessage);
      events.off('error', onError);
      events.off('exit', onExit);
      place.jobs += 1;
      running -= 1;
      if (keepMs > 0 && place.jobs < JOBS_EACH && !isFailure(reply)) rest(place, keepMs);
      else close();
      entry.settle(reply);
      const next = waiting.shift();
      if (next) start(next);
    }
  }

  function opened(): Place {
    const place: Place = { workplace: open(), jobs: 0, idle: undefined };
    const { events } = place.workplace;
    // What happens to it without work concerns nobody, but it is not to be used again.
    events.on('error', () => undefined);
    events.once('exit', () => leaveIdle(place));
    return place;
  }

  function leaveIdle(place: Place): void {
    clearTimeout(place.idle);
    const at = idle.indexOf(place);
    if (at !== -1) idle.splice(at, 1);
  }

  /** Kept for the next job; without one it holds no server up. */
  function rest(place: Place, keepMs: number): void {
    place.workplace.hold(false);
    place.idle = setTimeout(() => {
      leaveIdle(place);
      place.workplace.end();
    }, keepMs);
    place.idle.unref();
    idle.push(place);
  }

  return (job, timeoutSeconds) =>
    new Promise((settle, reject) => {
      const entry = { job, timeoutMs: timeoutSeconds * 1000, settle };
      if (running < most) start(entry);
      else if (waiting.length < MOST_WAITING) waiting.push(entry);
      else reject(busy('Too many files of this kind are being processed; try again.', 5));
    });
}

/** Whether there is a failure in place of an answer. */
export function isFailure(reply: object): reply is Failure {
  return 'failure' in reply && reply.failure !== undefined;
}
