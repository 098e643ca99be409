'use client';

import { useQuery } from '@tanstack/react-query';
import { Check, Minus } from 'lucide-react';
import Link from 'next/link';
import { ApiFailure, failureText } from '../client/api.ts';
import { LEVEL_NAMES, levelName } from '../client/rights.ts';
import { useUrlState } from '../client/use-url-state.ts';
import { useViewer } from '../client/viewer.tsx';
import { Badge } from '../ui/badge.tsx';
import { cn } from '../ui/class-names.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { ErrorState, Skeleton } from '../ui/states.tsx';
import { type ChainLine, chainOf, explanationOf } from './explain-words.ts';
import { ANYBODY, PersonPicker } from './person-picker.tsx';
import { traceQuery } from './queries.ts';
import type { PermissionTrace } from './rights.ts';

/** Why somebody may do what they may in a folder. */
export function ExplainPanel({
  path,
  unsaved,
  openFolder,
}: {
  path: string;
  unsaved: boolean;
  openFolder: (path: string) => void;
}) {
  const { values, change } = useUrlState();
  const user = Math.max(0, Number(values.get('user')) || 0);
  const { data, error, refetch } = useQuery(traceQuery(path, user));
  const shown = data?.user
    ? {
        id: data.user.id,
        label: `${data.user.first_name} ${data.user.last_name}`.trim() || data.user.username,
      }
    : ANYBODY;
  const missing = error instanceof ApiFailure && error.status === 404;
  return (
    <div className="flex flex-col gap-4 p-4">
      <div>
        <h2 className="text-sm font-semibold">Why can somebody see this?</h2>
        <p className="mt-0.5 text-[13px] break-words text-muted">
          Choose a person for {path === '/' ? 'all folders' : path}.
        </p>
      </div>
      <PersonPicker
        value={data && data.path === path ? shown : user === 0 ? ANYBODY : shown}
        onChange={({ id }) => change({ user: id === 0 ? undefined : String(id) })}
      />
      {missing ? (
        <ErrorState text="There is no such person. Choose another one." />
      ) : error ? (
        <ErrorState text={failureText(error)} onRetry={() => void refetch()} />
      ) : data ? (
        <Explanation trace={data} openFolder={openFolder} />
      ) : (
        <Skeleton className="h-72" />
      )}
      {unsaved ? (
        <p className="rounded-control border border-border p-2.5 text-[13px] text-muted">
          This is how it is now. Changes that are not saved yet do not count here.
        </p>
      ) : null}
      <div>
        <CopyButton label="Copy link to this" text={() => location.href} />
      </div>
    </div>
  );
}

function Explanation({ trace, openFolder }: { trace: PermissionTrace; openFolder: (path: string) => void }) {
  const { flags } = useViewer();
  return (
    <>
      <div aria-live="polite" className="flex flex-col gap-1.5">
        <p>
          <Badge tone={trace.access > 0 ? 'success' : 'neutral'} className="text-[13px]">
            {trace.access > 0 ? <Check aria-hidden="true" /> : <Minus aria-hidden="true" />}
            {levelName(trace.access)}
          </Badge>
        </p>
        {explanationOf(trace).map((sentence, index) => (
          <p key={sentence} className={cn('break-words', index > 0 && 'text-[13px] text-muted')}>
            {sentence}
          </p>
        ))}
      </div>
      <section aria-labelledby="chain">
        <h3 id="chain" className="mb-2 text-[13px] font-semibold">
          Groups that count
        </h3>
        <ol className="flex flex-col gap-2">
          {chainOf(trace).map((line) => (
            <ChainStep key={line.groupId} line={line} openFolder={openFolder} />
          ))}
        </ol>
      </section>
      <section aria-labelledby="allows">
        <h3 id="allows" className="mb-2 text-[13px] font-semibold">
          What that allows
        </h3>
        <ul className="grid grid-cols-2 gap-x-3 gap-y-1 text-[13px]">
          {LEVEL_NAMES.filter(([level]) => level > 0).map(([level, name]) => {
            const may = trace.access >= level;
            return (
              <li key={level} className={cn('flex items-center gap-1.5', !may && 'text-muted')}>
                {may ? (
                  <Check role="img" aria-label="Yes:" className="size-4 text-success" />
                ) : (
                  <Minus role="img" aria-label="No:" className="size-4" />
                )}
                {name}
              </li>
            );
          })}
        </ul>
      </section>
      {trace.user && flags.includes('admin_users') ? (
        <Link
          prefetch={false}
          href={`/admin/users/${trace.user.id}/`}
          className="w-fit rounded-control text-[13px] underline underline-offset-4"
        >
          Open the account of {trace.user.username}
        </Link>
      ) : null}
    </>
  );
}

function ChainStep({ line, openFolder }: { line: ChainLine; openFolder: (path: string) => void }) {
  const { level, folder } = line;
  return (
    <li className={cn('rounded-control border border-border p-2.5', line.decides && 'border-accent bg-soft')}>
      <div className="flex items-baseline justify-between gap-2">
        <span className="min-w-0 font-medium break-words">{line.name}</span>
        {line.decides ? (
          <Badge tone="accent">
            <Check aria-hidden="true" />
            decides
          </Badge>
        ) : null}
      </div>
      <LevelBar level={level} strong={line.decides} />
      <p className="text-[13px] text-muted">
        {line.overrides ? 'Opens every folder. ' : null}
        {level === null || folder === null ? (
          'No level here nor above'
        ) : (
          <>
            {levelName(level)},{' '}
            {line.inherited ? (
              <>
                from{' '}
                <button
                  type="button"
                  onClick={() => openFolder(folder)}
                  className="cursor-pointer rounded-control break-all underline underline-offset-2 hover:text-text"
                >
                  {folder === '/' ? 'All folders' : folder}
                </button>
              </>
            ) : (
              'set on this folder'
            )}
          </>
        )}
      </p>
    </li>
  );
}

/** A level as seven steps. */
function LevelBar({ level, strong }: { level: number | null; strong: boolean }) {
  return (
    <div aria-hidden="true" className="my-1.5 flex gap-0.5">
      {LEVEL_NAMES.filter(([step]) => step > 0).map(([step]) => (
        <span
          key={step}
          className={cn(
            'h-1.5 flex-1 rounded-full',
            level !== null && step <= level ? (strong ? 'bg-accent' : 'bg-control') : 'bg-border',
          )}
        />
      ))}
    </div>
  );
}
