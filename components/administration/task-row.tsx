'use client';

import { RotateCcw, Square } from 'lucide-react';
import { memo } from 'react';
import { formatDuration } from '#lib/format/duration.ts';
import { Button } from '../ui/button.tsx';
import { cn } from '../ui/class-names.ts';
import { Time } from '../ui/time.tsx';
import type { Task } from './shapes.ts';
import { TaskDetails } from './task-details.tsx';
import { TaskProgress } from './task-progress.tsx';
import { TaskStateMark } from './task-state.tsx';
import { isUnderWay, resultWords, taskState } from './task-words.ts';

/** A task with what can be done about it. */
export const TaskRow = memo(function TaskRow({
  task,
  open = false,
  onCancel,
  onRetry,
}: {
  task: Task;
  /** Whether its details are shown at first. */
  open?: boolean;
  onCancel: (task: Task) => void;
  onRetry: (task: Task) => void;
}) {
  const state = taskState(task);
  const result = resultWords(task);
  return (
    <li className="border-b border-border px-4 py-3 last:border-b-0">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <TaskStateMark state={state} />
        <div className="min-w-0 flex-1 basis-64">
          <p className="font-medium break-words">{task.name}</p>
          {isUnderWay(task) && task.status === 1 ? (
            <div className="mt-1.5 max-w-lg">
              <TaskProgress task={task} />
            </div>
          ) : null}
          {result === undefined ? null : (
            <p
              className={cn('mt-0.5 text-[13px] break-words text-muted', state === 'failed' && 'text-danger')}
            >
              {result}
            </p>
          )}
        </div>
        <div className="flex w-24 justify-end">
          {isUnderWay(task) ? (
            <Button size="small" disabled={state === 'stopping'} onClick={() => onCancel(task)}>
              <Square aria-hidden="true" />
              Cancel<span className="sr-only"> {task.name}</span>
            </Button>
          ) : task.failed ? (
            <Button size="small" onClick={() => onRetry(task)}>
              <RotateCcw aria-hidden="true" />
              Retry<span className="sr-only"> {task.name}</span>
            </Button>
          ) : null}
        </div>
      </div>
      <details open={open} className="mt-0.5 md:ml-28">
        <summary className="min-h-6 w-fit cursor-pointer rounded-control py-1 text-[13px] text-muted hover:text-text pointer-coarse:py-3">
          <span className="sr-only">Details of {task.name}: </span>
          {task.user?.username ?? 'the system'}, <Time value={task.created} form="ago" />
          <Duration task={task} />
        </summary>
        <TaskDetails task={task} />
      </details>
    </li>
  );
});

function Duration({ task: { started, finished } }: { task: Task }) {
  if (started === null || finished === null) return null;
  return <>, took {formatDuration(new Date(finished).getTime() - new Date(started).getTime())}</>;
}
