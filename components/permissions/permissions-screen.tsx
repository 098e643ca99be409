'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { ApiFailure, failureText } from '../client/api.ts';
import { browsePage } from '../client/places.ts';
import { useUrlState } from '../client/use-url-state.ts';
import { useViewer } from '../client/viewer.tsx';
import { cn } from '../ui/class-names.ts';
import { useConfirm } from '../ui/confirm.tsx';
import { ErrorState, Skeleton } from '../ui/states.tsx';
import { NO_CHANGES } from './draft.ts';
import { ExplainPanel } from './explain-panel.tsx';
import { FoldersPanel } from './folders-panel.tsx';
import { LevelMatrix } from './level-matrix.tsx';
import { rightsQuery } from './queries.ts';

const PANELS = [
  { name: 'folders', title: 'Folders' },
  { name: 'levels', title: 'Levels' },
  { name: 'explain', title: 'Explain' },
] as const;
type Panel = (typeof PANELS)[number]['name'];

/** Who may do what in which folder: folders, levels of the groups, and why somebody may what. */
export function PermissionsScreen() {
  const { values, change } = useUrlState();
  const confirm = useConfirm();
  const path = values.get('path') || '/';
  const panel = PANELS.find(({ name }) => name === values.get('panel'))?.name ?? 'levels';
  const [draft, setDraft] = useState(NO_CHANGES);
  const [draftPath, setDraftPath] = useState(path);
  // The Back button may lead to another folder, which the changes are not about.
  if (draftPath !== path) {
    setDraftPath(path);
    setDraft(NO_CHANGES);
  }
  const unsaved = draft.size > 0;
  useWarning(unsaved);
  const show = (next: Panel) => change({ panel: next === 'levels' ? undefined : next });

  async function openFolder(next: string): Promise<void> {
    if (next === path) return;
    if (unsaved) {
      const sure = await confirm({
        title: 'Leave without saving?',
        text: `The changes for ${path} are not saved yet.`,
        action: 'Discard changes',
        danger: true,
      });
      if (!sure) return;
    }
    setDraft(NO_CHANGES);
    change({ path: next === '/' ? undefined : next, panel: undefined }, 'push');
  }

  const place = (name: Panel) => cn('min-w-0', name !== panel && 'max-xl:hidden');
  return (
    <div className="flex flex-col xl:h-[calc(100dvh-3rem)] xl:flex-row">
      <h1 className="sr-only">Folder permissions</h1>
      <fieldset className="sticky top-12 z-20 flex gap-1 border-b border-border bg-surface px-2 xl:hidden">
        <legend className="sr-only">Parts of this page</legend>
        {PANELS.map(({ name, title }) => (
          <button
            key={name}
            type="button"
            aria-pressed={name === panel}
            onClick={() => show(name)}
            className="-mb-px h-11 cursor-pointer border-b-2 border-transparent px-3 text-[13px] font-medium text-muted -outline-offset-2 hover:text-text aria-pressed:border-accent aria-pressed:text-text"
          >
            {title}
          </button>
        ))}
      </fieldset>
      <section
        aria-label="Folders"
        className={cn(
          place('folders'),
          'overflow-auto bg-surface p-3 xl:w-52 xl:shrink-0 min-[1400px]:w-60 xl:border-r xl:border-border',
        )}
      >
        <FoldersPanel path={path} onSelect={(next) => void openFolder(next)} />
      </section>
      <section aria-label="Levels" className={cn(place('levels'), 'flex flex-1 flex-col xl:overflow-hidden')}>
        <Levels path={path} draft={draft} setDraft={setDraft} openFolder={(next) => void openFolder(next)} />
      </section>
      <section
        aria-label="Explain"
        className={cn(
          place('explain'),
          'overflow-y-auto bg-surface xl:w-68 xl:shrink-0 min-[1400px]:w-76 xl:border-l xl:border-border',
        )}
      >
        <ExplainPanel path={path} unsaved={unsaved} openFolder={(next) => void openFolder(next)} />
      </section>
    </div>
  );
}

function Levels({
  path,
  openFolder,
  ...edit
}: {
  path: string;
  draft: typeof NO_CHANGES;
  setDraft: (draft: typeof NO_CHANGES) => void;
  openFolder: (path: string) => void;
}) {
  const { flags } = useViewer();
  const { data, error, refetch } = useQuery(rightsQuery(path));
  if (error && !data) {
    return error instanceof ApiFailure && error.status === 404 ? (
      <ErrorState text={`There is no folder ${path}. Choose another one.`} />
    ) : (
      <ErrorState text={failureText(error)} onRetry={() => void refetch()} />
    );
  }
  if (!data) {
    return (
      <div className="flex flex-col gap-3 p-4">
        <Skeleton className="h-12" />
        <Skeleton className="h-9 w-80" />
        <Skeleton className="h-96" />
      </div>
    );
  }
  return (
    <>
      <header className="px-4 pt-4 sm:px-5">
        <p aria-hidden="true" className="text-xs text-muted">
          Folder permissions
        </p>
        <h2 className="text-base font-semibold break-all">
          <Crumbs path={path} openFolder={openFolder} />
        </h2>
        <p className="mt-1 text-[13px] text-muted">
          Levels pass down to the folders below that have none of their own.{' '}
          <Link
            prefetch={false}
            href={browsePage(path)}
            className="rounded-control underline underline-offset-4 hover:text-text"
          >
            Open in the library
          </Link>
        </p>
        {flags.includes('admin_permissions') ? null : (
          <p className="mt-2 rounded-control border border-border bg-surface p-2.5 text-[13px]">
            You can look but not change: that takes the permission “Administer groups and permissions”.
          </p>
        )}
      </header>
      <LevelMatrix key={path} rights={data} openFolder={openFolder} {...edit} />
    </>
  );
}

/** The folder with those above it, each to be opened. */
function Crumbs({ path, openFolder }: { path: string; openFolder: (path: string) => void }) {
  const parts = path.split('/').filter((part) => part !== '');
  const crumb = (name: string, target: string) =>
    target === path ? (
      <span key={target}>{name}</span>
    ) : (
      <button
        key={target}
        type="button"
        onClick={() => openFolder(target)}
        className="cursor-pointer rounded-control text-muted underline-offset-4 hover:text-text hover:underline"
      >
        {name}
      </button>
    );
  return (
    <>
      {crumb('All folders', '/')}
      {parts.map((name, index) => (
        <span key={`${index} ${name}`}>
          <span className="mx-1.5 text-muted">/</span>
          {crumb(name, `/${parts.slice(0, index + 1).join('/')}`)}
        </span>
      ))}
    </>
  );
}

/** Asks before the window is closed or another address typed while something is not saved. */
function useWarning(unsaved: boolean): void {
  useEffect(() => {
    if (!unsaved) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [unsaved]);
}
