'use client';

import { useQuery } from '@tanstack/react-query';
import { ListChecks } from 'lucide-react';
import { api, failureText } from '../client/api.ts';
import { useUrlState } from '../client/use-url-state.ts';
import { useViewer } from '../client/viewer.tsx';
import { Button } from '../ui/button.tsx';
import { Switch } from '../ui/checkbox.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Page } from '../ui/page.tsx';
import { Select } from '../ui/select.tsx';
import { EmptyState, ErrorState } from '../ui/states.tsx';
import { LoadMore } from './load-more.tsx';
import { RowSkeletons } from './row-skeletons.tsx';
import type { Task } from './shapes.ts';
import { TaskRow } from './task-row.tsx';
import { FUNCTION_NAMES, isUnderWay } from './task-words.ts';
import { usePages } from './use-pages.ts';
import { useTaskActions } from './use-task-actions.ts';

/** Milliseconds between looks while something runs. */
const LIVE = 2000;

const STATES = [
  { value: 'all', label: 'All states', query: {} },
  { value: 'waiting', label: 'Waiting', query: { status: 0 } },
  { value: 'running', label: 'Running', query: { status: 1 } },
  { value: 'failed', label: 'Failed', query: { status: 2, failed: true } },
  { value: 'done', label: 'Done', query: { status: 2, failed: false } },
] as const;

const KINDS = [
  { value: 'all', label: 'All kinds' },
  ...Object.entries(FUNCTION_NAMES).map(([value, label]) => ({ value, label })),
];

const INTRO = 'Work that goes on in the background. What is done is listed for a while only.';

/** Background work: all of it, or one task of the address. */
export function TasksScreen() {
  const { values } = useUrlState();
  const id = Number(values.get('id'));
  return Number.isSafeInteger(id) && id > 0 ? <OneTask id={id} /> : <AllTasks />;
}

function AllTasks() {
  const { flags } = useViewer();
  const { values, change } = useUrlState();
  const actions = useTaskActions();
  const superUser = flags.includes('admin_all');
  const state = STATES.find(({ value }) => value === values.get('state')) ?? STATES[0];
  const mine = values.get('mine') === '1';
  const kind = values.get('kind') ?? 'all';
  const filtered = state.value !== 'all' || kind !== 'all' || mine;
  const list = usePages<Task>(
    '/admin/tasks/',
    { ...state.query, mine: mine || undefined, function: kind === 'all' ? undefined : kind, limit: 50 },
    { refetchInterval: (tasks) => tasks.some(isUnderWay) && LIVE },
  );
  const tasks = list.entries ?? [];
  return (
    <Page title="Tasks" intro={superUser ? INTRO : `${INTRO} You see your own.`}>
      <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2">
        <Select
          className="w-40"
          label="State"
          value={state.value}
          choices={STATES}
          onChange={(next) => change({ state: next === 'all' ? undefined : next })}
        />
        <Select
          className="w-60"
          label="Kind"
          value={kind}
          choices={KINDS}
          onChange={(next) => change({ kind: next === 'all' ? undefined : next })}
        />
        {superUser ? (
          <Switch checked={mine} onChange={(on) => change({ mine: on ? '1' : undefined })}>
            <span className="text-[13px]">Only mine</span>
          </Switch>
        ) : null}
      </div>
      {list.isPending ? (
        <RowSkeletons className="h-20" />
      ) : list.isError ? (
        <ErrorState text={failureText(list.error)} onRetry={() => void list.refetch()} />
      ) : tasks.length === 0 ? (
        <EmptyState
          icon={<ListChecks aria-hidden="true" />}
          title={filtered ? 'No task is like this' : 'Nothing is being done'}
          action={
            filtered ? (
              <Button onClick={() => change({ state: undefined, kind: undefined, mine: undefined })}>
                Show all tasks
              </Button>
            ) : undefined
          }
        >
          {filtered
            ? null
            : 'Moves of large folders, comparisons with the disk and other long work appear here.'}
        </EmptyState>
      ) : (
        <ul aria-label="Tasks" className="rounded-card border border-border bg-surface">
          {tasks.map((task) => (
            <TaskRow key={task.id} task={task} {...actions} />
          ))}
        </ul>
      )}
      <LoadMore
        hasMore={list.hasNextPage}
        isLoading={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
      />
    </Page>
  );
}

function OneTask({ id }: { id: number }) {
  const actions = useTaskActions();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['/admin/tasks/', id],
    queryFn: ({ signal }) => api.get<Task>(`/admin/tasks/${id}/`, {}, signal),
    refetchInterval: (query) => (query.state.data && isUnderWay(query.state.data) ? LIVE : false),
  });
  return (
    <Page title={`Task ${id}`} actions={<LinkButton href="/admin/tasks/">All tasks</LinkButton>}>
      {isPending ? (
        <RowSkeletons count={1} className="h-64" />
      ) : error ? (
        <ErrorState text={failureText(error)} onRetry={() => void refetch()} />
      ) : (
        <ul aria-label="Task" className="rounded-card border border-border bg-surface">
          <TaskRow task={data} open {...actions} />
        </ul>
      )}
    </Page>
  );
}
