'use client';

import { Download, ScrollText } from 'lucide-react';
import { useCallback } from 'react';
import { startOfDay } from '#lib/format/zoned-day.ts';
import { apiAddress, failureText } from '../client/api.ts';
import { useTimeZone } from '../client/use-time-zone.ts';
import { useUrlState } from '../client/use-url-state.ts';
import { Button, buttonClasses } from '../ui/button.tsx';
import { DayInput } from '../ui/day-input.tsx';
import { Page } from '../ui/page.tsx';
import { Select } from '../ui/select.tsx';
import { EmptyState, ErrorState } from '../ui/states.tsx';
import { AuditRow } from './audit-row.tsx';
import { LoadMore } from './load-more.tsx';
import { RowSkeletons } from './row-skeletons.tsx';
import { SearchBox } from './search-box.tsx';
import type { AuditEntry } from './shapes.ts';
import { usePages } from './use-pages.ts';

const TYPES = [
  { value: 'all', label: 'Everything' },
  { value: 'image', label: 'Images' },
  { value: 'folder', label: 'Folders' },
  { value: 'user', label: 'Users' },
  { value: 'group', label: 'Groups' },
  { value: 'permission', label: 'Folder permissions' },
  { value: 'template', label: 'Templates' },
  { value: 'property', label: 'Default template' },
  { value: 'session', label: 'Sign-ins' },
  { value: 'token', label: 'Tokens' },
  { value: 'task', label: 'Tasks' },
  { value: 'portfolio', label: 'Portfolios' },
] as const;

const VERBS = [
  { value: 'all', label: 'Any action' },
  { value: 'create', label: 'Made or added' },
  { value: 'update', label: 'Changed' },
  { value: 'edit', label: 'Edited' },
  { value: 'move', label: 'Moved' },
  { value: 'delete', label: 'Deleted' },
  { value: 'restore', label: 'Restored' },
  { value: 'purge', label: 'Deleted for good' },
] as const;

const NAMES = ['person', 'q', 'type', 'action', 'from', 'to'] as const;

/** Who did what. @param keepDays days that entries are kept; 0 for ever */
export function AuditScreen({ keepDays }: { keepDays: number }) {
  const { values, change } = useUrlState();
  const zone = useTimeZone();
  const value = (name: (typeof NAMES)[number]) => values.get(name) ?? '';
  const type = TYPES.find((each) => each.value === value('type'))?.value ?? 'all';
  const verb = VERBS.find((each) => each.value === value('action'))?.value ?? 'all';
  const query = {
    username: value('person') || undefined,
    q: value('q') || undefined,
    object_type: type === 'all' ? undefined : type,
    action: verb === 'all' || type === 'all' ? undefined : `${type}.${verb}`,
    from: moment(startOfDay(value('from'), zone)),
    // Both ends are included.
    to: moment(startOfDay(value('to'), zone, 1), -1),
  };
  const list = usePages<AuditEntry>('/admin/audit/', { ...query, limit: 100 });
  const entries = list.entries ?? [];
  const filtered = NAMES.some((name) => value(name) !== '');
  const byPerson = useCallback((text: string) => change({ person: text }), [change]);
  const byText = useCallback((text: string) => change({ q: text }), [change]);
  return (
    <Page
      wide
      title="Audit log"
      intro={
        keepDays === 0
          ? 'Who did what, when and from where. Entries are kept for ever.'
          : `Who did what, when and from where. Entries are kept for ${keepDays} days.`
      }
      actions={
        <a href={apiAddress('/admin/audit/export/', query)} download="audit.csv" className={buttonClasses()}>
          <Download aria-hidden="true" />
          Download as CSV
        </a>
      }
    >
      <div className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-2">
        <SearchBox value={value('person')} onChange={byPerson} label="Person" placeholder="Person" />
        <SearchBox value={value('q')} onChange={byText} label="Path or name" />
        <Select
          className="w-40"
          label="What it was done to"
          value={type}
          choices={TYPES}
          onChange={(next) =>
            change({ type: next === 'all' ? undefined : next, action: next === 'all' ? undefined : verb })
          }
        />
        <Select
          className="w-36"
          label="Action"
          value={type === 'all' ? 'all' : verb}
          disabled={type === 'all'}
          choices={VERBS}
          onChange={(next) => change({ action: next === 'all' ? undefined : next })}
        />
        <DayInput
          label="From"
          value={value('from')}
          max={value('to')}
          onChange={(from) => change({ from })}
        />
        <DayInput label="Until" value={value('to')} min={value('from')} onChange={(to) => change({ to })} />
        {filtered ? (
          <Button look="quiet" onClick={() => change(Object.fromEntries(NAMES.map((name) => [name, ''])))}>
            Clear the filters
          </Button>
        ) : null}
      </div>
      {list.isPending ? (
        <RowSkeletons count={10} className="h-16" />
      ) : list.isError ? (
        <ErrorState text={failureText(list.error)} onRetry={() => void list.refetch()} />
      ) : entries.length === 0 ? (
        <EmptyState
          icon={<ScrollText aria-hidden="true" />}
          title={filtered ? 'No entry is like this' : 'Nothing has been noted yet'}
        >
          {filtered ? 'Try fewer filters or other days.' : null}
        </EmptyState>
      ) : (
        <ul aria-label="Entries" className="rounded-card border border-border bg-surface">
          {entries.map((entry) => (
            <AuditRow key={entry.id} entry={entry} />
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

/** As the API reads times. @param seconds added to it */
function moment(time: Date | undefined, seconds = 0): string | undefined {
  return time && new Date(time.getTime() + seconds * 1000).toISOString().slice(0, 19);
}
