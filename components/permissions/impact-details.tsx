'use client';

import { ArrowRight } from 'lucide-react';
import { countOf } from '#lib/format/numbers.ts';
import { levelName } from '../client/rights.ts';
import type { Impact } from './rights.ts';

/** The people and the folders that a change is about. */
export function ImpactDetails({ impact }: { impact: Impact }) {
  const further = impact.people_total - impact.people.length;
  return (
    <section
      // Whatever scrolls must be reachable by keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label="People and folders concerned"
      className="mt-3 grid max-h-64 gap-4 overflow-y-auto border-t border-border pt-3 text-[13px] sm:grid-cols-2"
    >
      <section aria-labelledby="impact-people">
        <h3 id="impact-people" className="mb-1 font-semibold">
          {countOf(impact.people_total, 'person', 'people')}
        </h3>
        <ul>
          {impact.people.map((person) => (
            <li key={person.id} className="py-0.5">
              {person.name || person.username} <span className="text-muted">{person.username}</span>
              <span className="flex flex-wrap items-center gap-1 text-xs text-muted">
                {levelName(person.before)}
                <ArrowRight role="img" aria-label="becomes" className="size-3" />
                <span className="text-text">{levelName(person.after)}</span>
                {person.path === impact.path ? null : <span className="break-all">on {person.path}</span>}
              </span>
            </li>
          ))}
        </ul>
        {further > 0 ? <p className="text-muted">and {countOf(further, 'person', 'people')} more</p> : null}
      </section>
      <section aria-labelledby="impact-folders">
        <h3 id="impact-folders" className="mb-1 font-semibold">
          Folders
        </h3>
        <ul>
          {impact.folders.map(({ path, folders, gain, lose }) => (
            <li key={path} className="py-0.5">
              <span className="break-all">{path === '/' ? 'All folders' : path}</span>
              {folders > 1 ? (
                <span className="text-muted"> and {countOf(folders - 1, 'folder')} below</span>
              ) : null}
              <span className="block text-xs text-muted">
                {[
                  ...(lose > 0 ? [countOf(lose, 'person loses', 'people lose')] : []),
                  ...(gain > 0 ? [countOf(gain, 'person gains', 'people gain')] : []),
                ].join(', ') || 'For those who are not signed in'}
              </span>
            </li>
          ))}
        </ul>
        {impact.truncated ? (
          <p className="text-muted">There is more than was looked at; the numbers are the least.</p>
        ) : null}
      </section>
    </section>
  );
}
