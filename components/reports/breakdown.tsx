'use client';

import type { ReportBreakdown } from '#lib/contracts/reports.ts';
import { formatBytes } from '#lib/format/bytes.ts';
import { formatCount } from '#lib/format/numbers.ts';
import type { Query } from '../client/api.ts';
import { Section } from '../ui/page.tsx';
import { CsvLink } from './csv-link.tsx';
import { ShareTable } from './share-table.tsx';

type Rows = ReportBreakdown['status'];

const SOURCES: Readonly<Record<string, string>> = {
  memory: 'Cache in memory',
  disk: 'Cache on disk',
  redis: 'Cache in Redis',
  render: 'Made anew',
  flight: 'Shared with an equal request',
  etag: 'Unchanged in the browser',
  head: 'Asked for its headers only',
  original: 'The file itself',
};

const REFERRERS: Readonly<Record<string, string>> = {
  '(none)': 'No page told',
  '(address)': 'A bare address',
  '(other)': 'Others',
};

function timeLabel(bound: string): string {
  if (bound === 'inf') return 'longer than 30 s';
  const seconds = Number(bound);
  return seconds < 1 ? `up to ${seconds * 1000} ms` : `up to ${seconds} s`;
}

function byTime(rows: Rows): Rows {
  const bound = (name: string) => (name === 'inf' ? Infinity : Number(name));
  return rows.toSorted((a, b) => bound(a.name) - bound(b.name));
}

/** What the answers of a time were like. */
export function Breakdown({ report, query }: { report: ReportBreakdown; query: Query }) {
  const statuses = report.status.toSorted((a, b) => a.name.localeCompare(b.name));
  const saved = report.saved.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <Section
      title="What the answers were like"
      intro={
        saved === 0
          ? 'Errors are counted here only.'
          : `Letting browsers choose the format has saved about ${formatBytes(Math.max(0, saved))}. Errors are counted here only.`
      }
      actions={<CsvLink path="breakdown/csv/" query={query} file="answers" of="what the answers were like" />}
    >
      <div className="grid gap-6 lg:grid-cols-2">
        <ShareTable
          title="Where they came from"
          rows={report.source}
          label={(name) => SOURCES[name] ?? name}
        />
        <ShareTable
          title="Status"
          rows={statuses}
          label={(name) => (name === '499' ? '499 (client gone)' : name)}
        />
        <ShareTable title="Time of an answer" rows={byTime(report.response)} label={timeLabel} />
        <ShareTable title="Time of making a picture" rows={byTime(report.render)} label={timeLabel} />
        <ShareTable
          title="Format of pictures"
          rows={report.format}
          label={(name) => name.toUpperCase()}
          withBytes
        />
        <ShareTable
          title="Format chosen by browsers"
          rows={report.negotiated}
          label={(name) => name.toUpperCase()}
          withBytes
        />
        {report.referrers_noted || report.referrer.length > 0 ? (
          <ShareTable
            title="Pages that show pictures"
            rows={report.referrer}
            label={(name) => REFERRERS[name] ?? name}
          />
        ) : null}
      </div>
      <p className="mt-4 text-xs text-muted">
        {formatCount(report.status.reduce((sum, { requests }) => sum + requests, 0))} answers in all.
        {report.referrers_noted ? null : ' Referring pages are not noted: STATS_REFERRERS is off.'}
      </p>
    </Section>
  );
}
