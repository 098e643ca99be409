import { type ChildProcess, fork } from 'node:child_process';

/** A script of ours in a process of its own that answers one question at a time. */
export type Worker<Question, Answer> = {
  pid: number;
  ask(question: Question): Promise<Answer>;
  stop(): Promise<void>;
};

type Reply<Answer> = { answer: Answer } | { failure: string };

/**
 * Starts a script that calls `answerQuestions`. What is measured and what measures must not share an event
 * loop, hence the processes.
 */
export async function startWorker<Question extends object, Answer>(
  script: string,
  env: Record<string, string> = {},
): Promise<Worker<Question, Answer>> {
  const child = fork(script, {
    serialization: 'advanced',
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: { ...process.env, ...env },
  });
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}`)));
  });
  return {
    pid: child.pid ?? 0,
    ask: (question) => ask<Answer>(child, question),
    stop: () => stopChild(child, 'SIGKILL'),
  };
}

function ask<Answer>(child: ChildProcess, question: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`a worker of the bench ended with ${code}`));
    child.once('exit', onExit);
    child.once('message', (reply) => {
      child.off('exit', onExit);
      const { answer, failure } = reply as { answer: Answer; failure?: string };
      if (failure === undefined) resolve(answer);
      else reject(new Error(failure));
    });
    child.send(question);
  });
}

/** Ends a child process and waits until it is gone. */
export async function stopChild(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}

/** The worker's side: says that it is ready, then answers questions. */
// oxlint-disable-next-line no-unnecessary-type-parameters -- whoever asks names the type on both sides
export function answerQuestions<Question, Answer>(handle: (question: Question) => Promise<Answer>): void {
  const send = (reply: Reply<Answer> | 'ready') => process.send?.(reply);
  process.on('message', (question: Question) => {
    handle(question).then(
      (answer) => send({ answer }),
      (error: unknown) =>
        send({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
  // The bench died: nobody is left to ask.
  process.on('disconnect', () => process.exit(0));
  send('ready');
}
