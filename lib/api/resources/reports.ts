import type { z } from 'zod';
import type { LiveFigures } from '#lib/boot/live.ts';
import type { liveReport, reportPoint, reportSeries, topImages } from '#lib/contracts/reports.ts';
import type { ReportRange, Span } from '#lib/reports/range.ts';
import type { Point, Series, Totals } from '#lib/reports/series.ts';
import type { TopImage } from '#lib/reports/store/images.ts';
import type { Sums } from '#lib/reports/store/series.ts';

/** Sums as the API names them. */
function sumsResource(sums: Sums) {
  return {
    requests: sums.requests,
    served: sums.views + sums.downloads,
    views: sums.views,
    cached_views: sums.cachedViews,
    downloads: sums.downloads,
    bytes: sums.totalBytes,
    seconds: sums.requestSeconds,
    max_seconds: sums.maxRequestSeconds,
  };
}

function pointResource({ time, sums, load, p95 }: Point): z.input<typeof reportPoint> {
  return {
    time: new Date(time).toISOString(),
    ...sumsResource(sums),
    p95_seconds: p95,
    cpu: load?.cpu ?? null,
    memory: load?.memory ?? null,
    cache: load?.cache ?? null,
  };
}

function totalsResource({ sums, p95 }: Totals) {
  return { ...sumsResource(sums), p95_seconds: p95 };
}

/** A time as the API tells it. */
export function spanResource({ from, to }: Span) {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

export function seriesResource(
  image: { id: number; src: string; status: number } | undefined,
  range: ReportRange,
  series: Series,
): z.input<typeof reportSeries> {
  return {
    image: image ?? null,
    ...spanResource(range),
    zone: range.zone,
    by: series.unit,
    points: series.points.map(pointResource),
    totals: totalsResource(series.totals),
    previous: {
      ...spanResource(range.previous),
      points: series.previous.points.map(pointResource),
      totals: totalsResource(series.previous.totals),
    },
    counted_since: series.since?.toISOString() ?? null,
  };
}

export function topResource(span: Span, images: readonly TopImage[]): z.input<typeof topImages> {
  return {
    ...spanResource(span),
    images: images.map((image) => ({
      id: image.id,
      src: image.src,
      version: image.version,
      ...sumsResource(image),
    })),
  };
}

export function liveResource(figures: LiveFigures): z.input<typeof liveReport> {
  const { totals, lanes } = figures;
  return {
    time: figures.time.toISOString(),
    node: figures.node,
    since: figures.since.toISOString(),
    requests: totals.requests,
    bytes: totals.totalBytes,
    seconds: totals.requestSeconds,
    statuses: figures.statuses,
    sources: figures.sources,
    awaited: figures.awaited,
    lanes: lanes.map(({ averageSeconds, ...lane }) => ({ ...lane, average_seconds: averageSeconds })),
    cache: figures.cache,
    process: {
      resident_bytes: figures.process.residentBytes,
      heap_bytes: figures.process.heapBytes,
      busy: figures.process.busy,
    },
    machine: figures.machine,
    tasks: figures.tasks,
  };
}
