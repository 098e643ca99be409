'use client';

import { useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { countOf } from '#lib/format/numbers.ts';
import { useUrlState } from '../client/use-url-state.ts';
import { Badge } from '../ui/badge.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Page } from '../ui/page.tsx';
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx';
import { SearchBox } from './search-box.tsx';

/** A package without the text of its licence, which is read when somebody wants to see it. */
export type ListedLicence = { name: string; version: string; licence: string };

/** Everything that the server is made of, with its licences. */
export function LicencesScreen({ own, packages }: { own: string; packages: readonly ListedLicence[] }) {
  const { values, change } = useUrlState();
  const q = values.get('q') ?? '';
  const search = useCallback((text: string) => change({ q: text }), [change]);
  const shown = packages.filter(({ name, licence }) =>
    `${name} ${licence}`.toLowerCase().includes(q.toLowerCase()),
  );
  return (
    <Page
      title="Licences"
      intro={`Emulsion itself, and ${countOf(packages.length, 'package')} of others that it is made with. Thank you to all of them.`}
      actions={<LinkButton href="/about/">About this server</LinkButton>}
    >
      <details className="mb-6 rounded-card border border-border bg-surface px-4 py-3">
        <summary className="cursor-pointer rounded-control font-medium">Emulsion, MIT</summary>
        <LicenceText name="Emulsion" text={own} />
      </details>
      <div className="mb-3">
        <SearchBox value={q} onChange={search} label="Search licences" placeholder="Name or licence" />
      </div>
      {shown.length === 0 ? (
        <EmptyState title="No package is like this" />
      ) : (
        <ul aria-label="Packages" className="rounded-card border border-border bg-surface">
          {shown.map((each) => (
            <Package key={`${each.name} ${each.version}`} of={each} />
          ))}
        </ul>
      )}
    </Page>
  );
}

function Package({ of: { name, version, licence } }: { of: ListedLicence }) {
  const [open, setOpen] = useState(false);
  return (
    <li className="border-b border-border last:border-b-0">
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="flex cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 hover:bg-hover/60 pointer-coarse:min-h-11">
          <span className="font-medium break-words">{name}</span>
          <span className="text-[13px] text-muted tabular-nums">{version}</span>
          <span className="ml-auto">
            <Badge>{licence}</Badge>
          </span>
        </summary>
        {open ? <LoadedText name={name} version={version} /> : null}
      </details>
    </li>
  );
}

function LoadedText({ name, version }: { name: string; version: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['licence', name, version],
    queryFn: async ({ signal }) => {
      const answer = await fetch(`/about/licences/text/?${new URLSearchParams({ name, version })}`, {
        signal,
      });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      return answer.text();
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error) return <ErrorState text="The text could not be read." onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton className="mx-4 mb-3 h-40" />;
  return (
    <div className="px-4 pb-3">
      <LicenceText name={name} text={data} />
    </div>
  );
}

function LicenceText({ name, text }: { name: string; text: string }) {
  return (
    <pre
      // Whatever scrolls must be reachable by keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label={`Licence of ${name}`}
      className="mt-2 max-h-96 overflow-auto rounded-control border border-border bg-canvas p-3 font-mono text-xs whitespace-pre-wrap"
    >
      {text}
    </pre>
  );
}
