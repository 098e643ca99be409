'use client';

import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { ImageDetails, ImageUsage } from '#lib/contracts/image-details.ts';
import { formatBytes } from '#lib/format/bytes.ts';
import { formatCount } from '#lib/format/numbers.ts';
import { api, failureText } from '../client/api.ts';
import { Switch } from '../ui/checkbox.tsx';
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx';
import { Cell, HeadCell, Row, Table } from '../ui/table.tsx';
import { imageKey } from './image-query.ts';
import { Sparkline } from './sparkline.tsx';

const MEASURES: ReadonlyArray<{ name: string; value: (sum: ImageUsage['last_day']) => string }> = [
  { name: 'Requests', value: ({ requests }) => formatCount(requests) },
  { name: 'Served', value: ({ views, downloads }) => formatCount(views + downloads) },
  { name: 'Traffic', value: ({ bytes }) => formatBytes(bytes) },
];

/** How much the image is asked for. */
export function UsagePanel({ image, chart }: { image: ImageDetails; chart?: ReactNode }) {
  const [asTable, setAsTable] = useState(false);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: [...imageKey(image.id), 'usage'],
    queryFn: ({ signal }) => api.get<ImageUsage>(`/admin/images/${image.id}/usage/`, {}, signal),
  });
  if (error) return <ErrorState text={failureText(error)} onRetry={() => void refetch()} />;
  if (isPending) return <Skeleton className="h-72" />;
  const { last_day: day, last_month: month, days } = data;
  if (month.requests === 0) {
    return <EmptyState title="Not asked for yet">Nobody has asked for this image within 30 days.</EmptyState>;
  }
  return (
    <div className="flex flex-col gap-5">
      <Table label="Usage">
        <thead>
          <tr>
            <HeadCell>
              <span className="sr-only">Measure</span>
            </HeadCell>
            <HeadCell className="text-right">24 hours</HeadCell>
            <HeadCell className="text-right">30 days</HeadCell>
          </tr>
        </thead>
        <tbody>
          {MEASURES.map(({ name, value }) => (
            <Row key={name}>
              <th scope="row" className="h-11 px-3 font-normal">
                {name}
              </th>
              <Cell className="text-right tabular-nums">{value(day)}</Cell>
              <Cell className="text-right tabular-nums">{value(month)}</Cell>
            </Row>
          ))}
        </tbody>
      </Table>
      {chart ?? (
        <section aria-label="Served by day">
          <div className="mb-2 flex items-center justify-between gap-3">
            <h2 className="text-[13px] font-medium">Served by day</h2>
            <Switch checked={asTable} onChange={setAsTable}>
              As a table
            </Switch>
          </div>
          {asTable ? <Days days={days} /> : <Sparkline days={days} />}
        </section>
      )}
      <p className="text-[13px] text-muted">
        Served are pictures and originals; requests count those too that a browser had already.
        {chart === undefined ? ' Days are in UTC.' : null} Thumbnails of these pages are not counted.
      </p>
    </div>
  );
}

function Days({ days }: { days: ImageUsage['days'] }) {
  return (
    <Table label="Served by day">
      <thead>
        <tr>
          <HeadCell>Day</HeadCell>
          <HeadCell className="text-right">Pictures</HeadCell>
          <HeadCell className="text-right">Originals</HeadCell>
          <HeadCell className="text-right">Traffic</HeadCell>
        </tr>
      </thead>
      <tbody>
        {days.toReversed().map(({ day, views, downloads, bytes }) => (
          <Row key={day}>
            <Cell className="h-9 tabular-nums">{day}</Cell>
            <Cell className="h-9 text-right tabular-nums">{formatCount(views)}</Cell>
            <Cell className="h-9 text-right tabular-nums">{formatCount(downloads)}</Cell>
            <Cell className="h-9 text-right tabular-nums">{formatBytes(bytes)}</Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
