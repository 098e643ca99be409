'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { LoaderCircle } from 'lucide-react';
import { usePathname, useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { countOf } from '#lib/format/numbers.ts';
import { api } from '../client/api.ts';
import { onWish } from '../client/events.ts';
import { Button } from '../ui/button.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Popover } from '../ui/popover.tsx';
import { useToast } from '../ui/toast.tsx';
import type { ListPage, Task } from './shapes.ts';
import { TaskProgress } from './task-progress.tsx';
import { isUnderWay, resultWords, taskState } from './task-words.ts';

/** Milliseconds between looks while something runs. */
const LIVE = 2000;
/** Milliseconds for which whoever asked for a change waits for it and is told by the page where that was. */
const WAITED_FOR = 30_000;
/** Seconds that such tasks are kept. */
const SHORTLY = 10;

const KEY = ['/admin/tasks/', 'own'] as const;

/** In the corner of the frame while tasks of this person go on; tells when one has ended. */
export function TaskIndicator() {
  const client = useQueryClient();
  const path = usePathname();
  const { data } = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.get<ListPage<Task>>('/admin/tasks/', { mine: true, limit: 20 }, signal),
    refetchInterval: (query) => (query.state.data?.results.some(isUnderWay) ? LIVE : false),
  });
  useEffect(() => onWish('task-started', () => void client.invalidateQueries({ queryKey: KEY })), [client]);
  useTellOfEnds(data?.results, path);
  const running = data?.results.filter(isUnderWay) ?? [];
  if (running.length === 0) return null;
  const words = countOf(running.length, 'task');
  return (
    <Popover
      title="Tasks under way"
      align="end"
      trigger={
        <Button look="quiet" size="small" aria-label={`${words} under way`}>
          <LoaderCircle aria-hidden="true" className="animate-spin text-accent" />
          <span className="tabular-nums">{running.length}</span>
        </Button>
      }
    >
      <ul className="flex flex-col gap-3">
        {running.map((task) => (
          <li key={task.id} className="min-w-0">
            <p className="mb-1 truncate font-medium" title={task.name}>
              {task.name}
            </p>
            {task.status === 0 ? (
              <p className="text-xs text-muted">Waits for its turn</p>
            ) : (
              <TaskProgress task={task} />
            )}
          </li>
        ))}
      </ul>
      <div className="mt-4">
        <LinkButton size="small" href="/admin/tasks/">
          All tasks
        </LinkButton>
      </div>
    </Popover>
  );
}

/** Shows a message for each task that was under way and has ended since. */
function useTellOfEnds(tasks: readonly Task[] | undefined, path: string): void {
  const toast = useToast();
  const router = useRouter();
  const seen = useRef<ReadonlySet<number>>(new Set());
  useEffect(() => {
    if (!tasks) return;
    const ended = tasks.filter((task) => !isUnderWay(task) && seen.current.has(task.id));
    seen.current = new Set(tasks.filter(isUnderWay).map(({ id }) => id));
    for (const task of ended) {
      if (isToldElsewhere(task, path)) continue;
      const words = resultWords(task);
      const detail = words === undefined ? {} : { detail: words };
      const state = taskState(task);
      if (state === 'failed') {
        const show = () => router.push(`/admin/tasks/?id=${task.id}`);
        toast.failed({ text: `Failed: ${task.name}`, ...detail, action: { label: 'Show', run: show } });
      } else if (state === 'done') toast.done({ text: `Done: ${task.name}`, ...detail });
    }
  }, [path, router, tasks, toast]);
}

/** The library tells of its own changes; so does whoever waits for a short one. */
function isToldElsewhere(task: Task, path: string): boolean {
  if (path.startsWith('/list') || path.startsWith('/admin/tasks')) return true;
  // Nobody asked for it: it comes with the file.
  if (task.funcname === 'burst_pdf') return true;
  const took = new Date(task.finished ?? task.created).getTime() - new Date(task.created).getTime();
  return task.keep_for <= SHORTLY && took < WAITED_FOR;
}
