'use client';

import { Search } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { countOf } from '#lib/format/numbers.ts';
import { LEVEL_NAMES, levelName } from '../client/rights.ts';
import { useUrlState } from '../client/use-url-state.ts';
import { useViewer } from '../client/viewer.tsx';
import { Button } from '../ui/button.tsx';
import { Switch } from '../ui/checkbox.tsx';
import { BOX } from '../ui/field.tsx';
import { EmptyState, LiveText } from '../ui/states.tsx';
import { type Draft, filterGroups, withWish } from './draft.ts';
import { ImpactBar } from './impact-bar.tsx';
import { LevelRow } from './level-row.tsx';
import type { FolderRights } from './rights.ts';

/** Groups by levels, one choice a group, with what unsaved changes would do below. */
export function LevelMatrix({
  rights,
  draft,
  setDraft,
  openFolder,
}: {
  rights: FolderRights;
  draft: Draft;
  setDraft: (draft: Draft) => void;
  openFolder: (path: string) => void;
}) {
  const { flags } = useViewer();
  const { values, change } = useUrlState();
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text);
  const ownOnly = values.get('own') === '1';
  const groupId = Number(values.get('group')) || undefined;
  const filter = { text: wanted, ownOnly, groupId };
  const groups = filterGroups(rights, draft, filter);
  const readOnly = !flags.includes('admin_permissions');
  const clear = () => {
    setText('');
    change({ own: undefined, group: undefined });
  };
  return (
    <>
      <div className="@container min-h-0 flex-1 px-4 sm:px-5 xl:overflow-y-auto">
        <search className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
          <div className="relative min-w-0 flex-1 basis-40 sm:max-w-64">
            <Search
              aria-hidden="true"
              className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted"
            />
            <input
              type="search"
              aria-label="Search for groups"
              placeholder="Search for groups"
              value={text}
              onChange={(event) => setText(event.target.value)}
              className={`${BOX} pl-8`}
            />
          </div>
          <Switch
            checked={ownOnly}
            onChange={(on) => change({ own: on ? '1' : undefined })}
            className="text-[13px]"
          >
            Only own levels
          </Switch>
          {groupId === undefined ? null : (
            <Button size="small" look="quiet" onClick={() => change({ group: undefined })}>
              Show all groups
            </Button>
          )}
        </search>
        <LiveText>{countOf(groups.length, 'group')}</LiveText>
        {groups.length === 0 ? (
          <EmptyState title="No group is left" action={<Button onClick={clear}>Show all groups</Button>}>
            {ownOnly
              ? 'No group has a level of its own on this folder: all of them inherit.'
              : 'No group has such a name.'}
          </EmptyState>
        ) : (
          <div className="rounded-card border border-border bg-surface">
            <Headings />
            <ul aria-label="Groups" className="divide-y divide-border">
              {groups.map((row) => (
                <LevelRow
                  key={row.group_id}
                  row={row}
                  path={rights.path}
                  draft={draft}
                  readOnly={readOnly}
                  onWish={(wish) => setDraft(withWish(draft, row, wish))}
                  openFolder={openFolder}
                />
              ))}
            </ul>
          </div>
        )}
        <Reach rights={rights} />
      </div>
      {draft.size > 0 ? <ImpactBar rights={rights} draft={draft} onDone={() => setDraft(new Map())} /> : null}
    </>
  );
}

/** The names of the levels above the dots of the rows; each dot has its name too. */
function Headings() {
  return (
    <div aria-hidden="true" className="hidden items-end border-b border-border px-3 pt-2 pb-1.5 @lg:flex">
      <span className="flex-1 text-[13px] font-medium text-muted">Group</span>
      {LEVEL_NAMES.map(([level, name]) => (
        <span
          key={level}
          className="flex h-24 w-8 items-center text-xs text-muted [writing-mode:sideways-lr] @2xl:w-10"
        >
          {level === 0 ? 'None' : name}
        </span>
      ))}
      <span className="w-10" />
    </div>
  );
}

/** How many people reach the folder with which level, as it is saved. */
function Reach({ rights }: { rights: FolderRights }) {
  return (
    <section aria-labelledby="reach" className="py-5">
      <h3 id="reach" className="mb-2 text-[13px] font-semibold">
        Who reaches this folder now
      </h3>
      <ul className="flex flex-wrap gap-x-5 gap-y-1 text-[13px]">
        <li>
          Not signed in: <strong className="font-medium">{levelName(rights.anonymous)}</strong>
        </li>
        {rights.reach.map(({ access, people }) => (
          <li key={access} className="text-muted">
            {countOf(people, 'person', 'people')}:{' '}
            <strong className="font-medium text-text">{levelName(access)}</strong>
          </li>
        ))}
      </ul>
    </section>
  );
}
