'use client';

import type { ReactNode } from 'react';
import type { StorageReportShape } from '#lib/contracts/storage.ts';
import { formatBytes } from '#lib/format/bytes.ts';
import { countOf, formatCount } from '#lib/format/numbers.ts';
import { LinkButton } from '../ui/link-button.tsx';
import { Section } from '../ui/page.tsx';
import { Cell, HeadCell, Row, Table } from '../ui/table.tsx';
import { Time } from '../ui/time.tsx';
import { UsageBar } from './usage-bar.tsx';

/** A figure with its name and a line about it. */
function Figure({ name, value, children }: { name: string; value: ReactNode; children?: ReactNode }) {
  return (
    <div className="rounded-card border border-border bg-surface p-4">
      <dt className="text-[13px] text-muted">{name}</dt>
      <dd className="mt-1 text-xl font-semibold tabular-nums">{value}</dd>
      <dd className="mt-1.5 text-[13px] text-muted">{children}</dd>
    </div>
  );
}

const HOLDS: Readonly<Record<string, string>> = {
  pictures: 'originals',
  cache: 'cached pictures',
  data: 'server data',
};

/** The figures that tell at once how things stand. */
export function StorageFigures({ report }: { report: StorageReportShape }) {
  const { trash, database, disks } = report;
  return (
    <dl className="mb-6 grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
      {disks.map((disk) => {
        const used = disk.total - disk.free;
        return (
          <Figure
            key={disk.holds.join()}
            name={`Free disk space (${disk.holds.map((name) => HOLDS[name] ?? name).join(', ')})`}
            value={formatBytes(disk.free)}
          >
            <UsageBar share={disk.total === 0 ? 0 : used / disk.total} />
            <span className="mt-1.5 block">
              {formatBytes(used)} of {formatBytes(disk.total)} used
            </span>
          </Figure>
        );
      })}
      <Figure name="Database" value={formatBytes(database.bytes)}>
        {database.embedded ? 'The embedded one' : 'On a server of its own'}
      </Figure>
      <Figure name="Trash" value={formatBytes(trash.bytes)}>
        {countOf(trash.files, 'file')}
        <span className="mt-2 block">
          <LinkButton size="small" href="/admin/trash/">
            Open the trash
          </LinkButton>
        </span>
      </Figure>
      <HitRate report={report} />
    </dl>
  );
}

function HitRate({ report: { served, since } }: { report: StorageReportShape }) {
  const total = Object.values(served).reduce((sum, count) => sum + count, 0);
  const made = served.render ?? 0;
  return (
    <Figure
      name="Served from the cache"
      value={total === 0 ? 'Nothing yet' : `${Math.floor(((total - made) / total) * 100)} %`}
    >
      {formatCount(total - made)} of {formatCount(total)} pictures since <Time value={since} />
    </Figure>
  );
}

const PLACES: Readonly<Record<string, string>> = { memory: 'Memory', disk: 'Disk', redis: 'Redis' };

/** Where finished pictures are kept, and how full it is there. */
export function PictureCache({ report, actions }: { report: StorageReportShape; actions: ReactNode }) {
  const rows = [
    ...report.pictures.map((place) => ({
      ...place,
      title: PLACES[place.name] ?? place.name,
      served: report.served[place.name] ?? 0,
    })),
    { ...report.pyramids, name: 'pyramids', title: 'Pyramids of large images', served: undefined },
  ];
  return (
    <Section
      title="Cached pictures"
      intro="Pictures that have been made are kept, the ones used last longest. Clearing them loses nothing: they are made again when somebody asks."
      actions={actions}
    >
      <Table label="Cached pictures">
        <thead>
          <tr>
            <HeadCell>Where</HeadCell>
            <HeadCell className="text-right">Pictures</HeadCell>
            <HeadCell className="text-right">Size</HeadCell>
            <HeadCell className="min-w-40">Fill</HeadCell>
            <HeadCell className="text-right">Served since the start</HeadCell>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, title, entries, bytes, limit, served }) => (
            <Row key={name}>
              <Cell>{title}</Cell>
              <Cell className="text-right tabular-nums">
                {entries === null ? 'not told' : formatCount(entries)}
              </Cell>
              <Cell className="text-right tabular-nums">
                {bytes === null ? 'not told' : formatBytes(bytes)}
              </Cell>
              <Cell>
                {bytes === null || limit === null ? null : (
                  <>
                    <UsageBar share={limit === 0 ? 0 : bytes / limit} />
                    <span className="text-xs text-muted tabular-nums">of {formatBytes(limit)}</span>
                  </>
                )}
              </Cell>
              <Cell className="text-right tabular-nums">
                {served === undefined ? '' : formatCount(served)}
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
