'use client';

import type { FolderReport, ReportSeries, TopImages } from '#lib/contracts/reports.ts';
import { failureText } from '../client/api.ts';
import { useUrlState } from '../client/use-url-state.ts';
import { LinkButton } from '../ui/link-button.tsx';
import { Section } from '../ui/page.tsx';
import { Select } from '../ui/select.tsx';
import { ErrorState, Skeleton } from '../ui/states.tsx';
import { CountedSince } from './counted-since.tsx';
import { FigureTile } from './figure-tile.tsx';
import { FolderBars } from './folder-bars.tsx';
import {
  CHART_MEASURES,
  type ChartMeasure,
  cachedPercent,
  changeText,
  chartMeasure,
  formatValue,
} from './measures.ts';
import { useReport, useSeries } from './queries.ts';
import { RangeControl } from './range-control.tsx';
import { ReportPage } from './report-page.tsx';
import { SeriesChart } from './series-chart.tsx';
import { SERVED, TopTable } from './top-screen.tsx';
import { useRange } from './use-range.ts';

const TILES = ['requests', 'cached', 'bytes', 'p95'].map((name) => chartMeasure(name, true));
const TOP = 5;

/** How much is asked for, how well it is answered, and what it takes, on one page. */
export function OverviewScreen() {
  const chosen = useRange();
  const { values, change } = useUrlState();
  const measure = chartMeasure(values.get('measure'), true);
  const { query } = chosen.range;
  const { data, error, isPlaceholderData, refetch } = useSeries(query);
  const top = useReport<TopImages>('top/', { ...query, limit: TOP });
  const folders = useReport<FolderReport>('folders/', {});
  return (
    <ReportPage title="Reports" intro="What this server is asked for, and how it does.">
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <RangeControl {...chosen} />
      </div>
      {error ? (
        <ErrorState text={failureText(error)} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <div role="status" aria-label="Loading" className="mb-6 flex flex-col gap-6">
          <Skeleton className="h-32" />
          <Skeleton className="h-96" />
        </div>
      ) : (
        <div className={isPlaceholderData ? 'opacity-60' : undefined}>
          <CountedSince since={data.counted_since} from={data.from} />
          <dl className="mb-6 grid grid-cols-[repeat(auto-fit,minmax(9.5rem,1fr))] gap-3 lg:grid-cols-4">
            {TILES.map((tile) => (
              <Tile key={tile.value} series={data} measure={tile} />
            ))}
          </dl>
          <SeriesChart
            title={measure.label}
            series={data}
            measure={measure}
            query={query}
            onZoom={chosen.zoom}
            controls={
              <Select
                className="w-60"
                label="Measure"
                value={measure.value}
                choices={CHART_MEASURES}
                onChange={(next) => change({ measure: next })}
              />
            }
          />
        </div>
      )}
      <Section
        title="Top images"
        intro="Pictures and originals, among the images that you may view"
        actions={
          <LinkButton size="small" href={`/reports/top/${values.size > 0 ? `?${values}` : ''}`}>
            All top images
          </LinkButton>
        }
      >
        {top.error ? (
          <ErrorState text={failureText(top.error)} onRetry={() => void top.refetch()} />
        ) : top.data === undefined ? (
          <Skeleton className="h-56" />
        ) : top.data.images.length === 0 ? (
          <p className="py-6 text-center text-muted">No image was served in this time.</p>
        ) : (
          <TopTable images={top.data.images} measure={SERVED} range={values.toString()} />
        )}
      </Section>
      <Section
        title="Storage by folder"
        intro="What originals take, as far as they are on record"
        actions={
          <LinkButton size="small" href="/reports/storage/">
            All folders
          </LinkButton>
        }
      >
        {folders.error ? (
          <ErrorState text={failureText(folders.error)} onRetry={() => void folders.refetch()} />
        ) : folders.data === undefined ? (
          <Skeleton className="h-40" />
        ) : (
          <FolderBars report={folders.data} most={TOP} />
        )}
      </Section>
    </ReportPage>
  );
}

function Tile({ series, measure }: { series: ReportSeries; measure: ChartMeasure }) {
  const now = measure.read(series.totals);
  const before = measure.read(series.previous.totals);
  const value = formatValue(now, measure.unit);
  const change =
    measure.read === cachedPercent
      ? now === null || before === null
        ? undefined
        : `${before} % before`
      : changeText(now, before);
  return (
    <FigureTile
      name={measure.label}
      value={now === null ? 'Nothing yet' : value}
      change={change}
      course={series.points.map(measure.read)}
    />
  );
}
