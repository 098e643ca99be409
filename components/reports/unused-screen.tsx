'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Leaf } from 'lucide-react';
import type { UnusedImages } from '#lib/contracts/reports.ts';
import { formatBytes } from '#lib/format/bytes.ts';
import { countOf } from '#lib/format/numbers.ts';
import { api, failureText } from '../client/api.ts';
import { useUrlState } from '../client/use-url-state.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/select.tsx';
import { EmptyState, ErrorState, LiveText, Skeleton } from '../ui/states.tsx';
import { Cell, HeadCell, Row, Table } from '../ui/table.tsx';
import { Time } from '../ui/time.tsx';
import { CountedSince } from './counted-since.tsx';
import { CsvLink } from './csv-link.tsx';
import { FolderChoice, useFolder } from './folder-choice.tsx';
import { ImageLink } from './image-link.tsx';
import { ReportPage } from './report-page.tsx';

const DAYS = [7, 30, 90, 180, 365];

/** Images that nobody is served. @param keepDays days that statistics are kept; 0 for ever */
export function UnusedScreen({ keepDays }: { keepDays: number }) {
  const { values, change } = useUrlState();
  const path = useFolder();
  const choices = DAYS.filter((days) => keepDays === 0 || days <= keepDays).map((days) => ({
    value: String(days),
    label: `In ${days} days`,
  }));
  const days =
    choices.find(({ value }) => value === values.get('days'))?.value ?? choices.at(-1)?.value ?? '1';
  const query = { days, path };
  const list = useInfiniteQuery({
    queryKey: ['/reports/', 'unused/', query],
    queryFn: ({ pageParam, signal }) =>
      api.get<UnusedImages>('/reports/unused/', { ...query, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const first = list.data?.pages[0];
  const images = list.data?.pages.flatMap((page) => page.results) ?? [];
  const summary = first && `${countOf(first.images, 'image')}, ${formatBytes(first.bytes)}`;
  return (
    <ReportPage
      title="Never requested"
      intro="Images that nobody was served, neither a picture nor the original, among those that you may view. Thumbnails of these pages do not count."
      actions={<CsvLink path="unused/csv/" query={query} file="unused-images" of="these images" />}
    >
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <Select
          className="w-36"
          label="For how long"
          value={days}
          choices={choices}
          onChange={(next) => change({ days: next })}
        />
        <FolderChoice />
        {summary ? <p className="text-[13px] text-muted tabular-nums">{summary}</p> : null}
      </div>
      <LiveText>{summary}</LiveText>
      {first ? <CountedSince since={first.counted_since} from={first.since} /> : null}
      {list.isError ? (
        <ErrorState text={failureText(list.error)} onRetry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Skeleton className="h-96" />
      ) : images.length === 0 ? (
        <EmptyState icon={<Leaf aria-hidden="true" />} title="Every image was asked for">
          Images that were found later than {days} days ago are left out.
        </EmptyState>
      ) : (
        <Table label="Images that nobody asks for">
          <thead>
            <tr>
              <HeadCell>Image</HeadCell>
              <HeadCell className="text-right">Size</HeadCell>
              <HeadCell>Served last</HeadCell>
              <HeadCell>Found</HeadCell>
            </tr>
          </thead>
          <tbody>
            {images.map((image) => (
              <Row key={image.id}>
                <Cell className="max-w-0 min-w-40 sm:min-w-52">
                  <ImageLink src={image.src} version={image.version} />
                </Cell>
                <Cell className="text-right tabular-nums">{formatBytes(image.bytes)}</Cell>
                <Cell>
                  {image.last_served === null ? 'never' : <Time value={image.last_served} form="date" />}
                </Cell>
                <Cell>
                  <Time value={image.created} form="date" />
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      )}
      {list.hasNextPage ? (
        <div className="flex justify-center py-4">
          <Button size="small" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {list.isFetchingNextPage ? 'Loading…' : 'Load more'}
          </Button>
        </div>
      ) : null}
    </ReportPage>
  );
}
