'use client';

import { useQueryClient } from '@tanstack/react-query';
import { api } from '../client/api.ts';
import { readRefusal } from '../client/refusal.ts';
import { useViewer } from '../client/viewer.tsx';
import { useConfirm } from '../ui/confirm.tsx';
import { useToast } from '../ui/toast.tsx';
import { PEOPLE_KEY } from './queries.ts';

type Account = { id: number; username: string };

/** Disables accounts, with an undo, and restores them. */
export function useAccountStatus() {
  const viewer = useViewer();
  const client = useQueryClient();
  const confirm = useConfirm();
  const toast = useToast();

  async function set(account: Account, status: 0 | 1): Promise<boolean> {
    try {
      if (status === 0) await api.delete(`/admin/users/${account.id}/`);
      else await api.put(`/admin/users/${account.id}/`, { status });
      return true;
    } catch (error) {
      const verb = status === 0 ? 'disabled' : 'restored';
      toast.failed({ text: `${account.username} was not ${verb}`, detail: readRefusal(error).text });
      return false;
    } finally {
      await client.invalidateQueries({ queryKey: PEOPLE_KEY });
    }
  }

  async function restore(account: Account): Promise<void> {
    if (await set(account, 1)) {
      toast.done({
        text: `${account.username} may sign in again`,
        detail: 'The password and groups are as before.',
      });
    }
  }

  async function disable(account: Account): Promise<void> {
    const own = account.id === viewer.userId;
    if (own) {
      const sure = await confirm({
        title: 'Disable your own account?',
        text: 'You are signed out at once and cannot sign in again. Another administrator can restore the account.',
        action: 'Disable my account',
        danger: true,
      });
      if (!sure) return;
    }
    if (!(await set(account, 0))) return;
    if (own) location.assign('/login/');
    else {
      toast.done({
        text: `${account.username} is disabled`,
        detail: 'Sessions and tokens of the account have ended.',
        action: { label: 'Undo', run: () => void restore(account) },
      });
    }
  }

  return { disable, restore };
}

/** Why an account cannot be disabled, or undefined when it can. */
export function whyNotDisable(account: { id: number; outranks?: boolean }): string | undefined {
  if (account.id === 1) return 'The first administrator cannot be disabled, so that somebody always gets in';
  return account.outranks ? 'This account holds permissions that you do not hold' : undefined;
}
