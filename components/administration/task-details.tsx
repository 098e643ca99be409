'use client';

import type { ReactNode } from 'react';
import { CopyButton } from '../ui/copy-button.tsx';
import { Time } from '../ui/time.tsx';
import type { Task } from './shapes.ts';
import { taskKind } from './task-words.ts';

const PRIORITIES: Readonly<Record<number, string>> = { 10: 'high', 20: 'normal', 30: 'low' };

/** Everything that is known of a task. */
export function TaskDetails({ task }: { task: Task }) {
  const facts: ReadonlyArray<readonly [string, ReactNode]> = [
    ['Kind', taskKind(task.funcname)],
    ['Number', task.id],
    ['Priority', PRIORITIES[task.priority] ?? task.priority],
    ['Asked for', <Time key="created" value={task.created} />],
    ['Begun', task.started ? <Time key="started" value={task.started} /> : 'not yet'],
    ['Ended', task.finished ? <Time key="finished" value={task.finished} /> : 'not yet'],
    ['Attempts', task.attempts],
    ['Kept until', task.keep_until ? <Time key="kept" value={task.keep_until} /> : 'shortly after its end'],
  ];
  return (
    <div className="mt-3 grid gap-4 text-[13px] md:grid-cols-2">
      <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-3 gap-y-1 self-start">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className="flex min-w-0 flex-col gap-3">
        <Values title="Parameters" values={task.params} />
        {task.result === null || task.result === undefined ? null : (
          <Values title="Result" values={task.result} />
        )}
      </div>
    </div>
  );
}

/** Values as they are stored, for those who need them exactly. */
function Values({ title, values }: { title: string; values: unknown }) {
  const text = JSON.stringify(values, null, 2);
  return (
    <div className="min-w-0">
      <div className="flex min-h-8 items-center justify-between">
        <p className="text-muted">{title}</p>
        <CopyButton iconOnly text={text} label={`Copy ${title.toLowerCase()}`} />
      </div>
      <pre
        // Whatever scrolls must be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label={title}
        className="max-h-60 overflow-auto rounded-control border border-border bg-canvas p-2 font-mono text-xs"
      >
        {text}
      </pre>
    </div>
  );
}
