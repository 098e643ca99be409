'use client';

import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { formatCount } from '#lib/format/numbers.ts';
import { type Answer, ApiFailure, api } from '../client/api.ts';
import { type TaskRecord, waitForTask } from '../client/wait-for-task.ts';
import { Button } from '../ui/button.tsx';
import { Progress } from '../ui/progress.tsx';

/** Work of the server that somebody waits for. */
type Running = {
  key: number;
  title: string;
  task: TaskRecord | undefined;
  stopping: boolean;
};

/** Milliseconds after which it is shown; what is quicker needs no words. */
const NOTICED = 500;

/** What came of work; without a result when it goes on without anybody waiting. */
export type Finished = {
  result: unknown;
  /** The task that did it, if one did. */
  task: number | undefined;
};

/**
 * Starts work of the server and waits for its end. `panel` shows what takes longer, with a way to stop it. Leaving the
 * page stops the waiting, not the work.
 */
export function useRunningWork(): {
  panel: ReactNode;
  run: (title: string, start: () => Promise<Answer<unknown>>) => Promise<Finished>;
} {
  const [running, setRunning] = useState<readonly Running[]>([]);
  const ending = useRef(new AbortController());
  useEffect(() => {
    ending.current = new AbortController();
    return () => ending.current.abort();
  }, []);
  const next = useRef(0);

  const run = useCallback(async (title: string, start: () => Promise<Answer<unknown>>): Promise<Finished> => {
    next.current += 1;
    const key = next.current;
    const note = (changed: Partial<Running>) =>
      setRunning((before) => before.map((each) => (each.key === key ? { ...each, ...changed } : each)));
    const timer = setTimeout(
      () => setRunning((before) => [...before, { key, title, task: undefined, stopping: false }]),
      NOTICED,
    );
    try {
      const answer = await start();
      if (answer.status !== 202) return { result: answer.data, task: undefined };
      const task = answer.data as TaskRecord | null;
      // The same was asked for a moment ago, and is being done.
      if (!task) return { result: undefined, task: undefined };
      const finished = await waitForTask(task.id, (now) => note({ task: now }), ending.current.signal);
      if (finished.failed) throw new ApiFailure(500, failureOf(finished));
      return { result: finished.result, task: task.id };
    } finally {
      clearTimeout(timer);
      setRunning((before) => before.filter((each) => each.key !== key));
    }
  }, []);

  const stop = ({ key, task }: Running) => {
    if (!task) return;
    setRunning((before) => before.map((each) => (each.key === key ? { ...each, stopping: true } : each)));
    // Whatever came of it, the end of the task is waited for.
    api.post(`/admin/tasks/${task.id}/cancel/`).catch(() => undefined);
  };

  const panel =
    running.length === 0 ? null : (
      <ul
        aria-label="Work in progress"
        className="fixed bottom-4 left-4 z-40 flex w-[calc(100vw-2rem)] max-w-sm flex-col gap-2"
      >
        {running.map((each) => (
          <RunningCard key={each.key} work={each} onStop={() => stop(each)} />
        ))}
      </ul>
    );
  return { panel, run };
}

function RunningCard({ work, onStop }: { work: Running; onStop: () => void }) {
  const { title, task, stopping } = work;
  const { done = 0, total = 0 } = task?.progress ?? {};
  return (
    <li className="rounded-card border border-border bg-surface p-3 text-sm shadow-float">
      <div className="mb-2 flex items-center justify-between gap-3">
        <p className="min-w-0 font-medium break-words">{title}</p>
        {task ? (
          <Button size="small" disabled={stopping} onClick={onStop}>
            {stopping ? 'Stopping…' : 'Stop'}
          </Button>
        ) : null}
      </div>
      <Progress value={total > 0 ? done / total : undefined} label={title} />
      <p className="mt-1.5 text-xs text-muted tabular-nums">
        {total > 0 ? `${formatCount(done)} of ${formatCount(total)}` : 'It goes on if you leave this page.'}
      </p>
    </li>
  );
}

function failureOf({ name, result }: TaskRecord): string {
  const told = typeof result === 'object' && result !== null && 'message' in result ? result.message : result;
  return typeof told === 'string' && told !== '' ? told : `“${name}” failed.`;
}
