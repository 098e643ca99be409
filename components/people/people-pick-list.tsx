'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useDeferredValue, useId, useState } from 'react';
import { api, failureText, type Query } from '../client/api.ts';
import { Badge } from '../ui/badge.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { BOX } from '../ui/field.tsx';
import { ErrorState, LiveText, Skeleton } from '../ui/states.tsx';
import { type ListedUser, nameOf, type PeoplePage } from './people.ts';
import { PEOPLE_KEY } from './queries.ts';

const PAGE = 50;
/** People that go over in one step. */
const MOST_AT_ONCE = 1_000;

/** People to search through and tick, and a button that moves them, one or all that are ticked. */
export function PeoplePickList({
  title,
  query,
  verb,
  icon,
  empty,
  unavailable,
  onMove,
}: {
  title: string;
  query: Query;
  /** What happens to them, such as `Add`. */
  verb: string;
  icon: ReactNode;
  empty: string;
  unavailable?: string | undefined;
  /** Resolves with whether it was done. */
  onMove: (ids: readonly number[]) => Promise<boolean>;
}) {
  const heading = useId();
  const [text, setText] = useState('');
  const [ticked, setTicked] = useState<ReadonlySet<number>>(new Set());
  const q = useDeferredValue(text.trim());
  const { data, error, isPending, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } =
    useInfiniteQuery({
      queryKey: [...PEOPLE_KEY, 'pick', query, q],
      queryFn: ({ pageParam, signal }) =>
        api.get<PeoplePage>(
          '/admin/users/search/',
          { ...query, q: q === '' ? undefined : q, sort: 'name', start: pageParam, limit: PAGE },
          signal,
        ),
      initialPageParam: 0,
      getNextPageParam: (last, _pages, start) => (start + PAGE < last.total ? start + PAGE : undefined),
      placeholderData: keepPreviousData,
    });
  const people = data?.pages.flatMap((page) => page.people) ?? [];
  const total = data?.pages[0]?.total ?? 0;
  const chosen = people.filter(({ id }) => ticked.has(id)).map(({ id }) => id);
  const move = async (ids: readonly number[]) => {
    if (await onMove(ids)) setTicked(new Set());
  };
  const tick = (id: number, on: boolean) => {
    const next = new Set(ticked);
    if (on) next.add(id);
    else next.delete(id);
    setTicked(next);
  };
  return (
    <section
      aria-labelledby={heading}
      className="flex min-w-0 flex-col rounded-control border border-border bg-canvas"
    >
      <div className="flex flex-col gap-2 border-b border-border p-3">
        <div className="flex items-baseline justify-between gap-2">
          <h3 id={heading} className="text-[13px] font-semibold">
            {title}
          </h3>
          <span className="text-xs text-muted tabular-nums">{data ? total : null}</span>
        </div>
        <input
          type="search"
          aria-label={`Search: ${title}`}
          placeholder="Search for people"
          value={text}
          onChange={(event) => setText(event.target.value)}
          className={BOX}
        />
        <LiveText>{data ? `${title}: ${total}` : ''}</LiveText>
      </div>
      <div className="h-72 overflow-y-auto">
        {error ? (
          <ErrorState text={failureText(error)} onRetry={() => void refetch()} />
        ) : isPending ? (
          <Skeleton className="m-3 h-40" />
        ) : people.length === 0 ? (
          <p className="p-4 text-center text-muted">{q === '' ? empty : 'Nobody of this name.'}</p>
        ) : (
          <ul aria-labelledby={heading}>
            {people.map((person) => (
              <PickRow
                key={person.id}
                person={person}
                ticked={ticked.has(person.id)}
                onTick={(on) => tick(person.id, on)}
                verb={verb}
                icon={icon}
                unavailable={unavailable}
                onMove={() => void move([person.id])}
              />
            ))}
          </ul>
        )}
        {hasNextPage ? (
          <div className="p-2 text-center">
            <Button
              size="small"
              look="quiet"
              disabled={isFetchingNextPage}
              onClick={() => void fetchNextPage()}
            >
              Show more
            </Button>
          </div>
        ) : null}
      </div>
      <div className="flex flex-wrap items-center justify-between gap-2 border-t border-border p-3">
        <Checkbox
          checked={people.length > 0 && chosen.length === people.length}
          mixed={chosen.length > 0 && chosen.length < people.length}
          disabled={people.length === 0}
          onChange={(on) => setTicked(new Set(on ? people.slice(0, MOST_AT_ONCE).map(({ id }) => id) : []))}
        >
          All shown
        </Checkbox>
        <Button
          size="small"
          disabled={chosen.length === 0}
          unavailable={unavailable}
          onClick={() => void move(chosen)}
        >
          {icon}
          {chosen.length === 0 ? `${verb} ticked` : `${verb} ${chosen.length}`}
        </Button>
      </div>
    </section>
  );
}

function PickRow({
  person,
  ticked,
  onTick,
  verb,
  icon,
  unavailable,
  onMove,
}: {
  person: ListedUser;
  ticked: boolean;
  onTick: (on: boolean) => void;
  verb: string;
  icon: ReactNode;
  unavailable: string | undefined;
  onMove: () => void;
}) {
  return (
    <li className="flex items-center gap-2 px-3 py-1 hover:bg-hover">
      <Checkbox checked={ticked} onChange={onTick} className="min-w-0 flex-1">
        <span className="break-words">{nameOf(person)}</span>{' '}
        <span className="text-[13px] text-muted">{person.username}</span>{' '}
        {person.status === 1 ? null : <Badge>Disabled</Badge>}
      </Checkbox>
      <IconButton
        label={`${verb} ${person.username}`}
        size="small"
        unavailable={unavailable}
        onClick={onMove}
      >
        {icon}
      </IconButton>
    </li>
  );
}
