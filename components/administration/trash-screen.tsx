'use client';

import { useQuery } from '@tanstack/react-query';
import { RotateCcw, Trash2, X } from 'lucide-react';
import { useCallback, useMemo, useReducer, useState } from 'react';
import type { StorageReportShape } from '#lib/contracts/storage.ts';
import { formatBytes } from '#lib/format/bytes.ts';
import { countOf } from '#lib/format/numbers.ts';
import { api, failureText } from '../client/api.ts';
import { EMPTY_SELECTION, isSelected, select } from '../client/selection.ts';
import { useShortcut } from '../client/use-shortcut.ts';
import { useUrlState } from '../client/use-url-state.ts';
import { useViewer } from '../client/viewer.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { useConfirm } from '../ui/confirm.tsx';
import { Page } from '../ui/page.tsx';
import { Select } from '../ui/select.tsx';
import { EmptyState, ErrorState, LiveText } from '../ui/states.tsx';
import { LoadMore } from './load-more.tsx';
import { missingRight } from './missing-right.ts';
import { RestoreDialog } from './restore-dialog.tsx';
import { RowSkeletons } from './row-skeletons.tsx';
import { SearchBox } from './search-box.tsx';
import type { TrashEntry } from './shapes.ts';
import { TakenDialog } from './taken-dialog.tsx';
import { placeOf, TrashRow, type TrashRowActions } from './trash-row.tsx';
import { usePages } from './use-pages.ts';
import { useTrashActions } from './use-trash-actions.ts';

const KINDS = [
  { value: 'all', label: 'Images and folders' },
  { value: 'image', label: 'Images' },
  { value: 'folder', label: 'Folders' },
] as const;

const NONE: readonly TrashEntry[] = [];

/** What was deleted, to restore it or to delete it for good. @param keepDays days that things stay here */
export function TrashScreen({ keepDays }: { keepDays: number }) {
  const { flags } = useViewer();
  const { values, change } = useUrlState();
  const confirm = useConfirm();
  const purgeUnavailable = missingRight(flags, 'admin_files');
  const q = values.get('q') ?? '';
  const kind = KINDS.find(({ value }) => value === values.get('kind'))?.value ?? 'all';
  const list = usePages<TrashEntry>('/trash/', {
    q: q === '' ? undefined : q,
    kind: kind === 'all' ? undefined : kind,
    limit: 100,
  });
  const entries = list.entries ?? NONE;
  const [selection, dispatch] = useReducer(select, EMPTY_SELECTION);
  const forget = useCallback((ids: number[]) => dispatch({ type: 'forget', ids }), []);
  const { busy, taken, forgetTaken, restore, purge, empty } = useTrashActions(forget);
  const [elsewhere, setElsewhere] = useState<TrashEntry>();
  const selected = useMemo(() => entries.filter(({ id }) => isSelected(selection, id)), [entries, selection]);
  const search = useCallback((text: string) => change({ q: text }), [change]);

  const confirmPurge = useCallback(
    async (which: readonly TrashEntry[]) => {
      const [only] = which;
      const what = which.length === 1 && only ? `“${placeOf(only).name}”` : countOf(which.length, 'thing');
      const yes = await confirm({
        title: `Delete ${what} for good?`,
        text: 'The files are removed from the disk. This cannot be undone.',
        action: 'Delete for good',
        danger: true,
      });
      if (yes) await purge(which);
    },
    [confirm, purge],
  );
  const actions = useMemo<TrashRowActions>(
    () => ({
      onSelect(entry, withShift) {
        const at = entries.findIndex(({ id }) => id === entry.id);
        const { anchor } = selection;
        if (!withShift || anchor === undefined) return dispatch({ type: 'toggle', id: entry.id, at });
        const [from, to] = [Math.min(anchor, at), Math.max(anchor, at)];
        dispatch({ type: 'range', ids: entries.slice(from, to + 1).map(({ id }) => id) });
      },
      onRestore: (entry) => void restore([entry]),
      onRestoreElsewhere: setElsewhere,
      onPurge: (entry) => void confirmPurge([entry]),
    }),
    [confirmPurge, entries, restore, selection],
  );
  const selectAll = () => dispatch({ type: 'add', ids: entries.map(({ id }) => id) });
  useShortcut('mod+a', selectAll, entries.length > 0);
  useShortcut('Escape', () => dispatch({ type: 'none' }), selected.length > 0);
  const bytes = selected.reduce((sum, entry) => sum + entry.bytes, 0);

  return (
    <Page
      title="Trash"
      intro={
        keepDays === 0
          ? 'What is deleted is removed from here within the hour.'
          : `What is deleted stays here for ${countOf(keepDays, 'day')}, then it is removed for good.`
      }
      actions={<EmptyButton unavailable={purgeUnavailable} disabled={busy !== undefined} onEmpty={empty} />}
    >
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <SearchBox value={q} onChange={search} label="Search in the trash" placeholder="Name or path" />
        <Select
          className="w-44"
          label="Kind"
          value={kind}
          choices={KINDS}
          onChange={(next) => change({ kind: next === 'all' ? undefined : next })}
        />
        {busy === undefined ? null : (
          <span role="status" className="text-[13px] text-muted">
            {busy}
          </span>
        )}
      </div>
      {list.isPending ? (
        <RowSkeletons className="h-[4.5rem]" />
      ) : list.isError ? (
        <ErrorState text={failureText(list.error)} onRetry={() => void list.refetch()} />
      ) : entries.length === 0 && !list.hasNextPage ? (
        <EmptyState
          icon={<Trash2 aria-hidden="true" />}
          title={q === '' && kind === 'all' ? 'Nothing is in the trash' : 'Nothing in the trash is like this'}
          action={
            q === '' && kind === 'all' ? undefined : (
              <Button onClick={() => change({ q: undefined, kind: undefined })}>Show everything</Button>
            )
          }
        >
          {q === '' && kind === 'all' ? 'Deleted images and folders that you may restore appear here.' : null}
        </EmptyState>
      ) : (
        <div className="rounded-card border border-border bg-surface">
          <div className="sticky top-12 z-10 flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 rounded-t-card border-b border-border bg-surface px-3 py-1.5">
            <Checkbox
              checked={selected.length > 0 && selected.length === entries.length}
              mixed={selected.length > 0 && selected.length < entries.length}
              onChange={(checked) => (checked ? selectAll() : dispatch({ type: 'none' }))}
            >
              {selected.length === 0 ? (
                <span className="text-[13px] text-muted">Select all</span>
              ) : (
                <span className="text-[13px] tabular-nums">
                  {selected.length} selected, {formatBytes(bytes)}
                </span>
              )}
            </Checkbox>
            {selected.length === 0 ? null : (
              <span className="ml-auto flex items-center gap-2">
                <Button
                  size="small"
                  look="primary"
                  disabled={busy !== undefined}
                  onClick={() => void restore(selected)}
                >
                  <RotateCcw aria-hidden="true" />
                  Restore
                </Button>
                <Button
                  size="small"
                  disabled={busy !== undefined}
                  unavailable={purgeUnavailable}
                  onClick={() => void confirmPurge(selected)}
                >
                  <Trash2 aria-hidden="true" />
                  <span className="max-sm:sr-only">Delete for good</span>
                </Button>
                <IconButton
                  label="Select nothing"
                  shortcut="Esc"
                  size="small"
                  onClick={() => dispatch({ type: 'none' })}
                >
                  <X aria-hidden="true" />
                </IconButton>
              </span>
            )}
          </div>
          <ul aria-label="In the trash">
            {entries.map((entry) => (
              <TrashRow
                key={entry.id}
                entry={entry}
                selected={isSelected(selection, entry.id)}
                purgeUnavailable={purgeUnavailable}
                actions={actions}
              />
            ))}
          </ul>
        </div>
      )}
      <LoadMore
        hasMore={list.hasNextPage}
        isLoading={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
      />
      <LiveText>{selected.length === 0 ? '' : `${selected.length} selected`}</LiveText>
      <TakenDialog
        entries={taken}
        onClose={forgetTaken}
        onRename={(images) => void restore(images, { rename: true })}
        onElsewhere={setElsewhere}
      />
      {elsewhere ? (
        <RestoreDialog
          entry={elsewhere}
          onClose={() => setElsewhere(undefined)}
          onRestore={(to) => void restore([elsewhere], { to })}
        />
      ) : null}
    </Page>
  );
}

function EmptyButton({
  unavailable,
  disabled,
  onEmpty,
}: {
  unavailable: string | undefined;
  disabled: boolean;
  onEmpty: () => Promise<void>;
}) {
  const confirm = useConfirm();
  const { data } = useQuery({
    queryKey: ['/admin/storage/'],
    queryFn: ({ signal }) => api.get<StorageReportShape>('/admin/storage/', {}, signal),
    enabled: unavailable === undefined,
  });
  const ask = async () => {
    const holds = data
      ? `It holds ${countOf(data.trash.files, 'file')}, ${formatBytes(data.trash.bytes)}. `
      : '';
    const yes = await confirm({
      title: 'Empty the trash?',
      text: `${holds}All of it, of everybody, is removed from the disk. This cannot be undone.`,
      action: 'Empty the trash',
      danger: true,
    });
    if (yes) await onEmpty();
  };
  return (
    <Button
      unavailable={unavailable}
      disabled={disabled || data?.trash.entries === 0}
      onClick={() => void ask()}
    >
      <Trash2 aria-hidden="true" />
      Empty the trash
    </Button>
  );
}
