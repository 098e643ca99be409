import { Ban, CircleAlert, CircleCheck, CircleDashed, LoaderCircle } from 'lucide-react';
import { cn } from '../ui/class-names.ts';
import { STATE_NAMES, type TaskState as State } from './task-words.ts';

const LOOKS: Readonly<Record<State, { icon: typeof Ban; className: string }>> = {
  waiting: { icon: CircleDashed, className: 'text-muted' },
  running: { icon: LoaderCircle, className: 'text-accent [&_svg]:animate-spin' },
  stopping: { icon: LoaderCircle, className: 'text-warning [&_svg]:animate-spin' },
  done: { icon: CircleCheck, className: 'text-success' },
  failed: { icon: CircleAlert, className: 'text-danger' },
  cancelled: { icon: Ban, className: 'text-muted' },
};

/** The state of a task as an icon and a word. */
export function TaskStateMark({ state }: { state: State }) {
  const { icon: Icon, className } = LOOKS[state];
  return (
    <span
      className={cn('inline-flex w-24 shrink-0 items-center gap-1.5 text-[13px] [&_svg]:size-4', className)}
    >
      <Icon aria-hidden="true" />
      {STATE_NAMES[state]}
    </span>
  );
}
