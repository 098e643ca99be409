import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Of the Debian package libimage-exiftool-perl. */
const PROGRAM = '/usr/bin/exiftool';

export type Exiftool = {
  /** What it prints for these arguments. Rejects when it fails, and for arguments of several lines. */
  run(args: readonly string[]): Promise<string>;
  close(): void;
};

/** exiftool as one process for many calls, one at a time: to start takes it longer than most of what it is asked. */
export function openExiftool(): Exiftool {
  const child = spawn(PROGRAM, ['-stay_open', 'True', '-@', '-'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let last: Promise<unknown> = Promise.resolve();

  async function ask(args: readonly string[]): Promise<string> {
    if (args.some((arg) => arg.includes('\n'))) throw new Error('exiftool: an argument has several lines');
    // With a number it says that it is ready however quiet it is to be.
    child.stdin.write(`${args.join('\n')}\n-echo3\n{status \${status}}\n-execute1\n`);
    const said: string[] = [];
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error('exiftool has ended');
      if (value === '{ready1}') break;
      said.push(value);
    }
    const status = said.pop();
    if (status !== '{status 0}') throw new Error(`exiftool ${args.join(' ')}: ${status}`);
    return said.join('\n');
  }

  return {
    run(args) {
      const answer = last.then(() => ask(args));
      last = answer.catch(() => undefined);
      return answer;
    },
    close: () => child.stdin.end('-stay_open\nFalse\n'),
  };
}
