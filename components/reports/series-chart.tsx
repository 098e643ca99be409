'use client';

import dynamic from 'next/dynamic';
import { type ReactNode, useId, useState } from 'react';
import type { ReportSeries } from '#lib/contracts/reports.ts';
import { dayOf } from '#lib/format/zoned-day.ts';
import type { Query } from '../client/api.ts';
import { Switch } from '../ui/checkbox.tsx';
import { Section } from '../ui/page.tsx';
import { Skeleton } from '../ui/states.tsx';
import { Cell, HeadCell, Row, Table } from '../ui/table.tsx';
import { CsvLink } from './csv-link.tsx';
import { type ChartMeasure, changeText, formatValue } from './measures.ts';
import { fullMoment } from './moments.ts';

/** The library that draws comes after the page: its words and numbers do not wait for it. */
const SeriesPlot = dynamic(() => import('./series-plot.tsx'), {
  ssr: false,
  loading: () => <Skeleton className="size-full" />,
});

/** A measure over time: drawn, in words, and as a table. */
export function SeriesChart({
  title,
  series,
  measure,
  query,
  controls,
  onZoom,
}: {
  title: string;
  series: ReportSeries;
  measure: ChartMeasure;
  /** What the API was asked for, for the CSV file. */
  query: Query;
  controls?: ReactNode;
  /** Told of the first and the last day of what somebody wants to see closer. */
  onZoom?: (days: { from: string; to: string }) => void;
}) {
  const [asTable, setAsTable] = useState(false);
  const [compare, setCompare] = useState(true);
  const summary = useId();
  return (
    <Section
      title={title}
      intro={<span id={summary}>{inWords(series, measure)}</span>}
      actions={<CsvLink path="series/csv/" query={query} file="series" of={title} />}
    >
      <div className="mb-4 flex flex-wrap items-center gap-x-5 gap-y-2 text-[13px]">
        {controls}
        <Switch checked={compare} onChange={setCompare}>
          With the time before
        </Switch>
        <Switch checked={asTable} onChange={setAsTable}>
          As a table
        </Switch>
      </div>
      {asTable ? (
        <Points series={series} measure={measure} compare={compare} title={title} />
      ) : (
        <figure aria-label={`${title}: ${measure.label}`} aria-describedby={summary} className="h-72">
          <SeriesPlot
            series={series}
            measure={measure}
            compare={compare}
            onZoom={
              onZoom && series.by !== 'hour'
                ? (first, last) => onZoom(daysOf(series, first, last))
                : undefined
            }
          />
        </figure>
      )}
      <p className="mt-3 text-xs text-muted">
        Times are in {series.zone}.
        {onZoom && series.by !== 'hour' ? ' Draw the pointer across to see a part closer.' : null}
        {compare ? ' The dashed line is as long a time before.' : null}
      </p>
    </Section>
  );
}

/** The days from the beginning of a point to the end of another one. */
function daysOf({ points, to, zone }: ReportSeries, first: number, last: number) {
  const start = Date.parse(points[first]?.time ?? to);
  const end = Date.parse(points[last + 1]?.time ?? to);
  return { from: dayOf(start, zone), to: dayOf(end - 1, zone) };
}

function inWords(series: ReportSeries, measure: ChartMeasure): string {
  const { points, totals, previous, by, zone } = series;
  const known = points.filter((point) => (measure.read(point) ?? 0) > 0);
  const most = known.toSorted((a, b) => (measure.read(b) ?? 0) - (measure.read(a) ?? 0))[0];
  if (!most) return 'Nothing was counted in this time.';
  const total = measure.read(totals);
  const change = changeText(total, measure.read(previous.totals));
  const highest = `${formatValue(measure.read(most), measure.unit)} on ${fullMoment(most.time, by, zone)}`;
  const whole = total === null ? '' : `${formatValue(total, measure.unit)} in all of it`;
  const parts = [
    whole,
    change && change !== 'as in the time before' ? `${change} than before` : change,
  ].filter(Boolean);
  return `${measure.label}: ${parts.length > 0 ? `${parts.join(', ')}; ` : ''}at most ${highest}.`;
}

function Points({
  series,
  measure,
  compare,
  title,
}: {
  series: ReportSeries;
  measure: ChartMeasure;
  compare: boolean;
  title: string;
}) {
  const { points, previous, by, zone } = series;
  return (
    <div className="max-h-[28rem] overflow-y-auto">
      <Table label={`${title}: ${measure.label}`}>
        <thead>
          <tr>
            <HeadCell>Time</HeadCell>
            <HeadCell className="text-right">{measure.label}</HeadCell>
            {compare ? <HeadCell className="text-right">The time before</HeadCell> : null}
          </tr>
        </thead>
        <tbody>
          {points.map((point, at) => {
            const before = previous.points[at];
            return (
              <Row key={point.time}>
                <Cell className="h-9 whitespace-nowrap tabular-nums">{fullMoment(point.time, by, zone)}</Cell>
                <Cell className="h-9 text-right tabular-nums">
                  {formatValue(measure.read(point), measure.unit)}
                </Cell>
                {compare ? (
                  <Cell className="h-9 text-right text-muted tabular-nums">
                    {before ? formatValue(measure.read(before), measure.unit) : '–'}
                  </Cell>
                ) : null}
              </Row>
            );
          })}
        </tbody>
      </Table>
    </div>
  );
}
