import { formatCount } from '#lib/format/numbers.ts';
import { Progress } from '../ui/progress.tsx';
import type { Task } from './shapes.ts';

/** How far a task is, as a bar and in numbers. */
export function TaskProgress({ task }: { task: Pick<Task, 'name' | 'progress' | 'status'> }) {
  const { done, total, text } = task.progress;
  const numbers =
    total > 0 ? `${formatCount(done)} of ${formatCount(total)}` : done > 0 ? formatCount(done) : '';
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <Progress
        value={total > 0 ? Math.min(1, done / total) : undefined}
        label={`Progress of ${task.name}`}
      />
      <p className="flex gap-2 text-xs text-muted tabular-nums">
        <span className="shrink-0">{numbers}</span>
        <span className="truncate" title={text}>
          {text}
        </span>
      </p>
    </div>
  );
}
