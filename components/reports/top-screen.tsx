'use client';

import { ChartLine, Images } from 'lucide-react';
import type { TopImages } from '#lib/contracts/reports.ts';
import { failureText } from '../client/api.ts';
import { useUrlState } from '../client/use-url-state.ts';
import { LinkButton } from '../ui/link-button.tsx';
import { Select } from '../ui/select.tsx';
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx';
import { Cell, HeadCell, Row, Table } from '../ui/table.tsx';
import { CsvLink } from './csv-link.tsx';
import { FolderChoice, useFolder } from './folder-choice.tsx';
import { ImageLink } from './image-link.tsx';
import { formatValue, type Unit } from './measures.ts';
import { useReport } from './queries.ts';
import { RangeControl } from './range-control.tsx';
import { ReportPage } from './report-page.tsx';
import { useRange } from './use-range.ts';

type TopImage = TopImages['images'][number];

type TopMeasure = { value: string; label: string; unit: Unit; read: (image: TopImage) => number };

const MEASURES: readonly [TopMeasure, ...TopMeasure[]] = [
  { value: 'served', label: 'Pictures and originals', unit: 'count', read: (image) => image.served },
  { value: 'requests', label: 'Requests', unit: 'count', read: (image) => image.requests },
  { value: 'views', label: 'Pictures', unit: 'count', read: (image) => image.views },
  { value: 'cached_views', label: 'From the cache', unit: 'count', read: (image) => image.cached_views },
  { value: 'downloads', label: 'Originals', unit: 'count', read: (image) => image.downloads },
  { value: 'bytes', label: 'Traffic', unit: 'bytes', read: (image) => image.bytes },
  { value: 'seconds', label: 'Time spent on answers', unit: 'seconds', read: (image) => image.seconds },
  { value: 'max_seconds', label: 'Slowest answer', unit: 'seconds', read: (image) => image.max_seconds },
];

/** Columns beside the measure, unless they are it. */
const BESIDE = ['served', 'requests', 'bytes'];

const COUNTS = ['10', '20', '50', '100'].map((value) => ({ value, label: `Top ${value}` }));

/** The images with most of something. */
export function TopScreen() {
  const { values, change } = useUrlState();
  const chosen = useRange();
  const path = useFolder();
  const measure = MEASURES.find(({ value }) => value === values.get('measure')) ?? MEASURES[0];
  const count = COUNTS.find(({ value }) => value === values.get('number'))?.value ?? '20';
  const query = { ...chosen.range.query, measure: measure.value, path, limit: count };
  const { data, error, isPlaceholderData, refetch } = useReport<TopImages>('top/', query);
  return (
    <ReportPage
      title="Top images"
      intro="What is asked for most, among the images that you may view."
      actions={<CsvLink path="top/csv/" query={query} file="top-images" of="the top images" />}
    >
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <Select
          className="w-56"
          label="Ranked by"
          value={measure.value}
          choices={MEASURES}
          onChange={(next) => change({ measure: next })}
        />
        <RangeControl {...chosen} />
        <Select
          className="w-28"
          label="How many"
          value={count}
          choices={COUNTS}
          onChange={(next) => change({ number: next })}
        />
        <FolderChoice />
      </div>
      {error ? (
        <ErrorState text={failureText(error)} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton className="h-96" />
      ) : data.images.length === 0 ? (
        <EmptyState icon={<Images aria-hidden="true" />} title="Nothing was counted">
          No image has any of it in this time{path === '/' ? '' : ` in ${path}`}. Try a longer time or another
          measure.
        </EmptyState>
      ) : (
        <div className={isPlaceholderData ? 'opacity-60' : undefined}>
          <TopTable images={data.images} measure={measure} range={values.toString()} />
        </div>
      )}
    </ReportPage>
  );
}

/** Images by rank. @param range the query of the page, whose time the charts of the images take over */
export function TopTable({
  images,
  measure,
  range,
}: {
  images: readonly TopImage[];
  measure: TopMeasure;
  range: string;
}) {
  const most = Math.max(...images.map(measure.read), Number.MIN_VALUE);
  const others = MEASURES.filter(({ value }) => BESIDE.includes(value) && value !== measure.value);
  return (
    <Table label="Top images">
      <thead>
        <tr>
          <HeadCell className="w-12 text-right">Rank</HeadCell>
          <HeadCell>Image</HeadCell>
          <HeadCell className="text-right">{measure.label}</HeadCell>
          {others.map(({ value, label }) => (
            <HeadCell key={value} className="text-right">
              {label}
            </HeadCell>
          ))}
          <HeadCell className="w-12">
            <span className="sr-only">Chart</span>
          </HeadCell>
        </tr>
      </thead>
      <tbody>
        {images.map((image, at) => (
          <Row key={image.id}>
            <Cell className="text-right text-muted tabular-nums">{at + 1}</Cell>
            <Cell className="max-w-0 min-w-40 sm:min-w-52">
              <ImageLink src={image.src} version={image.version} />
            </Cell>
            <Cell className="text-right font-semibold tabular-nums">
              {formatValue(measure.read(image), measure.unit)}
              <span
                aria-hidden="true"
                className="mt-1 ml-auto block h-1 rounded-full bg-accent"
                style={{ width: `${Math.max(2, (100 * measure.read(image)) / most)}%` }}
              />
            </Cell>
            {others.map(({ value, unit, read }) => (
              <Cell key={value} className="text-right text-muted tabular-nums">
                {formatValue(read(image), unit)}
              </Cell>
            ))}
            <Cell>
              <LinkButton
                look="quiet"
                size="small"
                href={chartPage(image.id, range)}
                aria-label={`Chart of ${image.src}`}
              >
                <ChartLine aria-hidden="true" />
              </LinkButton>
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

/** The chart of an image over the time of this page. */
function chartPage(id: number, range: string): string {
  const query = new URLSearchParams({ id: String(id) });
  const from = new URLSearchParams(range);
  for (const name of ['range', 'from', 'to']) {
    const value = from.get(name);
    if (value) query.set(name, value);
  }
  return `/reports/image/?${query}`;
}

/** What the overview ranks by. */
export const SERVED = MEASURES[0];
