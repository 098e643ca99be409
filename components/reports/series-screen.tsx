'use client';

import type { ReportBreakdown } from '#lib/contracts/reports.ts';
import { failureText } from '../client/api.ts';
import { detailsPage, nameOf } from '../client/places.ts';
import { useUrlState } from '../client/use-url-state.ts';
import { LinkButton } from '../ui/link-button.tsx';
import { Select } from '../ui/select.tsx';
import { ErrorState, Skeleton } from '../ui/states.tsx';
import { Breakdown } from './breakdown.tsx';
import { CountedSince } from './counted-since.tsx';
import { CHART_MEASURES, chartMeasure } from './measures.ts';
import { useReport, useSeries } from './queries.ts';
import { RangeControl } from './range-control.tsx';
import { ReportPage } from './report-page.tsx';
import { SeriesChart } from './series-chart.tsx';
import { useRange } from './use-range.ts';

function useMeasure(ofSystem: boolean) {
  const { values, change } = useUrlState();
  const measure = chartMeasure(values.get('measure'), ofSystem);
  const select = (
    <Select
      className="w-60"
      label="Measure"
      value={measure.value}
      choices={CHART_MEASURES.filter((each) => ofSystem || !each.ofSystem)}
      onChange={(next) => change({ measure: next })}
    />
  );
  return { measure, select };
}

/** What the whole system has done over time. */
export function SystemScreen() {
  const chosen = useRange();
  const { measure, select } = useMeasure(true);
  const { data, error, isPlaceholderData, refetch } = useSeries(chosen.range.query);
  const breakdown = useReport<ReportBreakdown>('breakdown/', chosen.range.query);
  return (
    <ReportPage title="System statistics" intro="What the server was asked for, and how it did.">
      <div className="mb-4 flex flex-wrap items-center gap-3">
        {select}
        <RangeControl {...chosen} />
      </div>
      {error ? (
        <ErrorState text={failureText(error)} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton className="mb-6 h-96" />
      ) : (
        <div className={isPlaceholderData ? 'opacity-60' : undefined}>
          <CountedSince since={data.counted_since} from={data.from} />
          <SeriesChart
            title={measure.label}
            series={data}
            measure={measure}
            query={chosen.range.query}
            onZoom={chosen.zoom}
          />
        </div>
      )}
      {breakdown.error ? (
        <ErrorState text={failureText(breakdown.error)} onRetry={() => void breakdown.refetch()} />
      ) : breakdown.data === undefined ? (
        <Skeleton className="h-72" />
      ) : (
        <Breakdown report={breakdown.data} query={chosen.range.query} />
      )}
    </ReportPage>
  );
}

/** How an image was asked for over time. */
export function ImageScreen({ id, src }: { id: number; src: string }) {
  const chosen = useRange();
  return (
    <ReportPage
      title={nameOf(src)}
      intro={<span className="break-all">{src}</span>}
      actions={
        <LinkButton size="small" href={detailsPage(src)}>
          Open the image
        </LinkButton>
      }
    >
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <RangeControl {...chosen} />
      </div>
      <ImageChart id={id} zoomable />
    </ReportPage>
  );
}

/** The chart of an image with its measure to choose; its time stands in the address. */
export function ImageChart({ id, zoomable = false }: { id: number; zoomable?: boolean }) {
  const { range, zoom } = useRange();
  const { measure, select } = useMeasure(false);
  const { data, error, isPlaceholderData, refetch } = useSeries(range.query, id);
  if (error) return <ErrorState text={failureText(error)} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton className="h-96" />;
  return (
    <div className={isPlaceholderData ? 'opacity-60' : undefined}>
      <CountedSince since={data.counted_since} from={data.from} />
      <SeriesChart
        title={measure.label}
        series={data}
        measure={measure}
        query={{ ...range.query, id }}
        controls={select}
        {...(zoomable ? { onZoom: zoom } : {})}
      />
    </div>
  );
}
