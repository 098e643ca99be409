'use client';

import { useState } from 'react';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceArea,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { ReportSeries } from '#lib/contracts/reports.ts';
import { useNow } from '../client/use-now.ts';
import { axisValue, type ChartMeasure, formatValue } from './measures.ts';
import { axisMoment, fullMoment, isWeekend } from './moments.ts';

type Datum = { time: string; before: string | undefined; value: number | null; previous: number | null };

/** A button is pressed where the pointer is, not where it was a frame ago. */
const NONE: [] = [];

/** The drawing of a series; what it shows stands in words and in a table beside it. */
export default function SeriesPlot({
  series,
  measure,
  compare,
  onZoom,
}: {
  series: ReportSeries;
  measure: ChartMeasure;
  compare: boolean;
  /** Told of the points, counted from 0, between which somebody has drawn the pointer. */
  onZoom?: ((first: number, last: number) => void) | undefined;
}) {
  const [drawn, setDrawn] = useState<{ from: string; to: string }>();
  const { points, previous, by, zone } = series;
  const now = useNow() ?? 0;
  const rows = points.map((point, at): Datum => {
    const before = previous.points[at];
    // What is still to come is not zero.
    const isToCome = Date.parse(point.time) > now;
    return {
      time: point.time,
      before: before?.time,
      value: isToCome ? null : measure.read(point),
      previous: before ? measure.read(before) : null,
    };
  });
  function finish(to: unknown): void {
    setDrawn(undefined);
    if (!drawn || typeof to !== 'string' || drawn.from === to) return;
    const ends = [drawn.from, to].map((time) => points.findIndex((point) => point.time === time));
    onZoom?.(Math.min(...ends), Math.max(...ends));
  }
  const percent = measure.unit === 'percent';
  const label = (time: string) => axisMoment(time, by, zone);
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 320, height: 288 }}>
      <ComposedChart
        data={rows}
        margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
        title={measure.label}
        throttledEvents={NONE}
        onMouseDown={({ activeLabel: at }) => {
          if (onZoom && typeof at === 'string') setDrawn({ from: at, to: at });
        }}
        onMouseMove={({ activeLabel: at }) => {
          if (typeof at === 'string') setDrawn((known) => known && { ...known, to: at });
        }}
        onMouseUp={({ activeLabel }) => finish(activeLabel)}
        onMouseLeave={() => setDrawn(undefined)}
      >
        {by === 'month' ? null : weekends(points, zone)}
        <CartesianGrid stroke="var(--border)" vertical={false} />
        <XAxis
          dataKey="time"
          tickFormatter={label}
          minTickGap={28}
          interval="preserveStartEnd"
          tick={{ fill: 'var(--muted)', fontSize: 12 }}
          stroke="var(--control)"
          tickLine={false}
        />
        <YAxis
          width={64}
          tickFormatter={(value: number) => axisValue(value, measure.unit)}
          domain={percent ? [0, 100] : [0, 'auto']}
          allowDecimals={measure.unit === 'seconds'}
          tick={{ fill: 'var(--muted)', fontSize: 12 }}
          axisLine={false}
          tickLine={false}
        />
        {drawn && drawn.from !== drawn.to ? (
          <ReferenceArea x1={drawn.from} x2={drawn.to} fill="var(--accent)" fillOpacity={0.25} />
        ) : null}
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--control)' }}
          content={<Reading measure={measure} by={by} zone={zone} compare={compare} />}
        />
        <Area
          dataKey="value"
          name={measure.label}
          type="linear"
          stroke="var(--accent)"
          strokeWidth={2}
          fill="var(--soft)"
          fillOpacity={0.7}
          dot={rows.length === 1}
          isAnimationActive={false}
          activeDot={{ r: 4, fill: 'var(--accent)', stroke: 'var(--surface)' }}
        />
        {compare ? (
          <Line
            dataKey="previous"
            name="The time before"
            type="linear"
            stroke="var(--muted)"
            strokeDasharray="4 4"
            dot={false}
            isAnimationActive={false}
            activeDot={false}
          />
        ) : null}
      </ComposedChart>
    </ResponsiveContainer>
  );
}

/** What stands beside the pointer, or at the point that was reached by keyboard. The library adds the first two. */
function Reading({
  active = false,
  payload = [],
  measure,
  by,
  zone,
  compare,
}: {
  active?: boolean;
  payload?: ReadonlyArray<{ payload?: Datum }>;
  measure: ChartMeasure;
  by: ReportSeries['by'];
  zone: string;
  compare: boolean;
}) {
  const row = payload[0]?.payload;
  if (!active || !row) return null;
  return (
    <div className="rounded-control border border-border bg-surface px-3 py-2 text-xs shadow-float">
      <p className="text-muted">{fullMoment(row.time, by, zone)}</p>
      <p className="mt-1 text-sm font-semibold tabular-nums">{formatValue(row.value, measure.unit)}</p>
      {compare && row.before !== undefined ? (
        <p className="mt-1 text-muted tabular-nums">
          {fullMoment(row.before, by, zone)}: {formatValue(row.previous, measure.unit)}
        </p>
      ) : null}
    </div>
  );
}

/** Shades Saturdays and Sundays, as far as they lie beside each other. */
function weekends(points: ReportSeries['points'], zone: string) {
  const spans: Array<{ from: string; to: string }> = [];
  let open: { from: string; to: string } | undefined;
  for (const { time } of points) {
    if (isWeekend(time, zone)) {
      if (open) open.to = time;
      else {
        open = { from: time, to: time };
        spans.push(open);
      }
    } else open = undefined;
  }
  return spans.map(({ from, to }) => (
    <ReferenceArea key={from} x1={from} x2={to} fill="var(--hover)" fillOpacity={0.8} ifOverflow="hidden" />
  ));
}
