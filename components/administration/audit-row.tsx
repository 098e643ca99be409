'use client';

import Link from 'next/link';
import { memo } from 'react';
import { Cell, HeadCell, Row, Table } from '../ui/table.tsx';
import { Time } from '../ui/time.tsx';
import { actionWords, fieldWords, objectPage, readDetails, VIA_NAMES, valueWords } from './audit-words.ts';
import type { AuditEntry } from './shapes.ts';

/** One thing that somebody did, as a sentence. */
export const AuditRow = memo(function AuditRow({ entry }: { entry: AuditEntry }) {
  const page = objectPage(entry);
  const person = entry.username === '' ? 'Somebody who was not signed in' : entry.username;
  return (
    <li className="border-b border-border px-4 py-2.5 last:border-b-0">
      <div className="flex flex-wrap gap-x-4 gap-y-0.5">
        <p className="w-40 shrink-0 text-[13px] text-muted">
          <Time value={entry.time} />
        </p>
        <p className="min-w-0 flex-1 basis-64 break-words">
          <span className="font-medium">{person}</span> {actionWords(entry)}{' '}
          {entry.object_type === 'session' ? null : page === undefined ? (
            <span className="font-medium">{entry.object_name || entry.object_id}</span>
          ) : (
            <Link prefetch={false} href={page} className="text-accent underline underline-offset-4">
              {entry.object_name || entry.object_id}
            </Link>
          )}
        </p>
      </div>
      <details className="md:ml-44">
        <summary className="min-h-6 w-fit cursor-pointer rounded-control py-1 text-[13px] text-muted hover:text-text pointer-coarse:py-3">
          <span className="sr-only">
            Details of entry {entry.id}, {entry.action}:{' '}
          </span>
          {[VIA_NAMES[entry.via] ?? entry.via, entry.address].filter(Boolean).join(', ') || 'details'}
        </summary>
        <Details entry={entry} />
      </details>
    </li>
  );
});

function Details({ entry }: { entry: AuditEntry }) {
  const { changes, others } = readDetails(entry.details);
  const facts: ReadonlyArray<readonly [string, unknown]> = [
    ...others,
    ['action', entry.action],
    ['number', entry.object_id],
    ['request', entry.request_id],
  ];
  return (
    <div className="mt-2 mb-1 flex max-w-3xl flex-col gap-3 text-[13px]">
      {changes.length === 0 ? null : (
        <Table label={`Changes of entry ${entry.id}`}>
          <thead>
            <tr>
              <HeadCell>What</HeadCell>
              <HeadCell>Before</HeadCell>
              <HeadCell>After</HeadCell>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ name, before, after }) => (
              <Row key={name}>
                <Cell className="text-muted">{fieldWords(name)}</Cell>
                <Cell className="break-words">{valueWords(before)}</Cell>
                <Cell className="break-words">{valueWords(after)}</Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      )}
      <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-3 gap-y-1">
        {facts
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-muted">{fieldWords(name)}</dt>
              <dd className="break-words">{valueWords(value)}</dd>
            </div>
          ))}
      </dl>
    </div>
  );
}
