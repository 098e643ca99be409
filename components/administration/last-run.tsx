'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { api } from '../client/api.ts';
import { Skeleton } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import type { ListPage, Task } from './shapes.ts';
import { TaskProgress } from './task-progress.tsx';
import { TaskStateMark } from './task-state.tsx';
import { isUnderWay, resultWords, taskState } from './task-words.ts';

/** Milliseconds between looks while something runs. */
const LIVE = 2000;

/** The last task of a function, as long as it is kept. */
export function useLastRun(funcname: string): { isPending: boolean; last: Task | undefined } {
  const { data, isPending } = useQuery({
    queryKey: ['/admin/tasks/', 'last', funcname],
    queryFn: ({ signal }) =>
      api.get<ListPage<Task>>('/admin/tasks/', { function: funcname, limit: 1 }, signal),
    refetchInterval: (query) => (query.state.data?.results.some(isUnderWay) ? LIVE : false),
  });
  return { isPending, last: data?.results[0] };
}

/** How the last run of some work went, or how far the present one is. */
export function LastRun({ isPending, last }: { isPending: boolean; last: Task | undefined }) {
  if (isPending) return <Skeleton className="h-6 w-64" />;
  if (!last) return <p className="text-[13px] text-muted">No run is on record.</p>;
  const words = resultWords(last);
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-[13px]">
      <TaskStateMark state={taskState(last)} />
      {isUnderWay(last) ? (
        <div className="min-w-48 flex-1">
          <TaskProgress task={last} />
        </div>
      ) : (
        <p className="min-w-0 flex-1 basis-48 text-muted">
          <Time value={last.finished ?? last.created} form="ago" />
          {words === undefined ? null : <>: {words}</>}
        </p>
      )}
      <Link
        prefetch={false}
        href={`/admin/tasks/?id=${last.id}`}
        className="rounded-control text-accent underline underline-offset-4"
      >
        Show the task<span className="sr-only"> {last.name}</span>
      </Link>
    </div>
  );
}
