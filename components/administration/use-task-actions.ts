'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api, failureText } from '../client/api.ts';
import { wish } from '../client/events.ts';
import { useConfirm } from '../ui/confirm.tsx';
import { useToast } from '../ui/toast.tsx';
import type { Task } from './shapes.ts';

/** Ways to stop tasks and to try failed ones again. */
export function useTaskActions() {
  const client = useQueryClient();
  const confirm = useConfirm();
  const toast = useToast();
  const renew = useCallback(() => client.invalidateQueries({ queryKey: ['/admin/tasks/'] }), [client]);

  const cancel = useCallback(
    async (task: Task) => {
      const yes = await confirm({
        title: `Cancel “${task.name}”?`,
        text:
          task.status === 0
            ? 'It has not begun; nothing is changed.'
            : 'It stops at the next safe point. What it has done by then stays done.',
        action: 'Cancel the task',
        danger: true,
      });
      if (!yes) return;
      try {
        const { outcome } = await api.post<{ outcome: 'cancelled' | 'stopping' | 'finished' }>(
          `/admin/tasks/${task.id}/cancel/`,
        );
        const texts = {
          cancelled: 'The task is cancelled',
          stopping: 'The task stops at its next safe point',
          finished: 'The task was done already',
        } as const;
        toast.done({ text: texts[outcome] });
      } catch (error) {
        toast.failed({ text: 'The task could not be cancelled', detail: failureText(error) });
      }
      await renew();
    },
    [confirm, renew, toast],
  );

  const retry = useCallback(
    async (task: Task) => {
      try {
        await api.post(`/admin/tasks/${task.id}/retry/`);
        wish('task-started', undefined);
        toast.done({ text: 'The task is tried again' });
      } catch (error) {
        toast.failed({ text: 'The task could not be tried again', detail: failureText(error) });
      }
      await renew();
    },
    [renew, toast],
  );

  return {
    onCancel: useCallback((task: Task) => void cancel(task), [cancel]),
    onRetry: useCallback((task: Task) => void retry(task), [retry]),
  };
}
