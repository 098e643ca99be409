'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { LiveReport } from '#lib/contracts/reports.ts';
import { formatBytes } from '#lib/format/bytes.ts';
import { formatCount } from '#lib/format/numbers.ts';
import { api, failureText } from '../client/api.ts';
import { Switch } from '../ui/checkbox.tsx';
import { Section } from '../ui/page.tsx';
import { ErrorState, Skeleton } from '../ui/states.tsx';
import { Cell, HeadCell, Row, Table } from '../ui/table.tsx';
import { Time } from '../ui/time.tsx';
import { FigureTile } from './figure-tile.tsx';
import { formatValue } from './measures.ts';
import { ReportPage } from './report-page.tsx';

const EVERY_MS = 5000;
/** Readings whose course is drawn: five minutes. */
const KEPT = 60;

/** How the server does now. */
export function LiveScreen() {
  const [live, setLive] = useState(true);
  const [readings, setReadings] = useState<readonly LiveReport[]>([]);
  const { data, error, refetch } = useQuery({
    queryKey: ['/reports/', 'live/'],
    queryFn: ({ signal }) => api.get<LiveReport>('/reports/live/', {}, signal),
    refetchInterval: live ? EVERY_MS : false,
  });
  if (data && readings.at(-1)?.time !== data.time) {
    // Another node may have answered; its figures are no continuation.
    const same = readings.at(-1)?.node === data.node ? readings : [];
    setReadings([...same, data].slice(-KEPT));
  }
  return (
    <ReportPage title="Live" intro="How the process that answers does at this moment.">
      <Switch checked={live} onChange={setLive} className="mb-4 text-[13px]">
        Read anew every 5 seconds
      </Switch>
      {error ? (
        <ErrorState text={failureText(error)} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton className="h-96" />
      ) : (
        <Figures report={data} readings={readings} />
      )}
    </ReportPage>
  );
}

/** Answers in all, failures among them. */
const answersOf = ({ statuses }: LiveReport) =>
  Object.values(statuses).reduce((sum, count) => sum + count, 0);

/** What was added from each reading to the next, by the second. */
function rates(readings: readonly LiveReport[], read: (of: LiveReport) => number): number[] {
  return readings.slice(1).map((reading, at) => {
    const before = readings[at] as LiveReport;
    const seconds = (Date.parse(reading.time) - Date.parse(before.time)) / 1000;
    return seconds > 0 ? Math.max(0, read(reading) - read(before)) / seconds : 0;
  });
}

const RATE = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });

function Figures({ report, readings }: { report: LiveReport; readings: readonly LiveReport[] }) {
  const { process, machine, tasks, lanes, cache, sources } = report;
  const asked = rates(readings, answersOf);
  const sent = rates(readings, ({ bytes }) => bytes);
  const served = Object.values(sources).reduce((sum, count) => sum + count, 0);
  const cached = served === 0 ? undefined : Math.floor((100 * (served - (sources.render ?? 0))) / served);
  return (
    <>
      <dl className="mb-6 grid grid-cols-[repeat(auto-fit,minmax(9.5rem,1fr))] gap-3 lg:grid-cols-4">
        <FigureTile
          name="Answers a second"
          value={asked.length === 0 ? '…' : RATE.format(asked.at(-1) ?? 0)}
          course={asked}
        >
          {formatCount(answersOf(report))} since the start
        </FigureTile>
        <FigureTile
          name="Traffic a second"
          value={sent.length === 0 ? '…' : formatBytes(sent.at(-1) ?? 0)}
          course={sent}
        >
          {formatBytes(report.bytes)} since the start
        </FigureTile>
        <FigureTile name="Served without making" value={cached === undefined ? 'Nothing yet' : `${cached} %`}>
          of {formatCount(served)} since the start
        </FigureTile>
        <FigureTile
          name="Pictures awaited"
          value={formatCount(report.awaited)}
          course={readings.map((each) => each.awaited)}
        />
        <FigureTile
          name="Memory of the process"
          value={formatBytes(process.resident_bytes)}
          course={readings.map((each) => each.process.resident_bytes)}
        >
          {formatBytes(process.heap_bytes)} of it JavaScript
        </FigureTile>
        <FigureTile
          name="Main thread at work"
          value={formatValue(process.busy, 'percent')}
          course={readings.map((each) => each.process.busy)}
        />
        <FigureTile
          name="Processors of the machine"
          value={formatValue(machine.cpu, 'percent')}
          course={readings.map((each) => each.machine.cpu)}
        >
          memory {formatValue(machine.memory, 'percent')}
        </FigureTile>
        <FigureTile name="Tasks at work" value={formatCount(tasks.active)}>
          {formatCount(tasks.pending)} waiting, {formatCount(tasks.failed)} failed
        </FigureTile>
      </dl>
      <Section
        title="Making of pictures"
        intro="How many are being made, and how many requests wait for their turn"
      >
        <Table label="Making of pictures">
          <thead>
            <tr>
              <HeadCell>Lane</HeadCell>
              <HeadCell className="text-right">Being made</HeadCell>
              <HeadCell className="text-right">Waiting</HeadCell>
              <HeadCell className="text-right">Made</HeadCell>
              <HeadCell className="text-right">Turned away</HeadCell>
              <HeadCell className="text-right">Takes on average</HeadCell>
            </tr>
          </thead>
          <tbody>
            {lanes.map((lane) => (
              <Row key={lane.name}>
                <th scope="row" className="h-11 px-3 font-normal">
                  {lane.name === 'slow' ? 'Slow formats' : 'Pictures'}
                </th>
                <Cell className="text-right tabular-nums">{formatCount(lane.active)}</Cell>
                <Cell className="text-right tabular-nums">{formatCount(lane.waiting)}</Cell>
                <Cell className="text-right tabular-nums">{formatCount(lane.done)}</Cell>
                <Cell className="text-right tabular-nums">{formatCount(lane.rejected)}</Cell>
                <Cell className="text-right tabular-nums">
                  {formatValue(lane.average_seconds, 'seconds')}
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      </Section>
      <Section title="Cached pictures" intro="Where they are kept, and how full it is there">
        <Table label="Cached pictures">
          <thead>
            <tr>
              <HeadCell>Where</HeadCell>
              <HeadCell className="text-right">Pictures</HeadCell>
              <HeadCell className="text-right">Size</HeadCell>
              <HeadCell className="text-right">Room</HeadCell>
              <HeadCell className="text-right">Served from there</HeadCell>
            </tr>
          </thead>
          <tbody>
            {cache.map(({ name, entries, bytes, limit }) => (
              <Row key={name}>
                <th scope="row" className="h-11 px-3 font-normal capitalize">
                  {name}
                </th>
                <Cell className="text-right tabular-nums">
                  {entries === null ? 'not told' : formatCount(entries)}
                </Cell>
                <Cell className="text-right tabular-nums">
                  {bytes === null ? 'not told' : formatBytes(bytes)}
                </Cell>
                <Cell className="text-right tabular-nums">{limit === null ? '–' : formatBytes(limit)}</Cell>
                <Cell className="text-right tabular-nums">{formatCount(sources[name] ?? 0)}</Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      </Section>
      <p className="text-xs text-muted">
        Process {report.node}, started <Time value={report.since} form="ago" />. Where several serve, each has
        figures of its own.
      </p>
    </>
  );
}
