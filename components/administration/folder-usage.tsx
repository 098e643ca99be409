'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { FolderUsageShape } from '#lib/contracts/storage.ts';
import { formatBytes } from '#lib/format/bytes.ts';
import { countOf, formatCount } from '#lib/format/numbers.ts';
import { api, failureText } from '../client/api.ts';
import { browsePage } from '../client/places.ts';
import { useUrlState } from '../client/use-url-state.ts';
import { FolderTrail } from '../pickers/folder-trail.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Section } from '../ui/page.tsx';
import { ErrorState, Skeleton } from '../ui/states.tsx';
import { Cell, HeadCell, Row, Table } from '../ui/table.tsx';
import { Time } from '../ui/time.tsx';
import { UsageBar } from './usage-bar.tsx';

/** What originals take, folder by folder; the folder stands in the address. */
export function FolderUsage() {
  const { values, change } = useUrlState();
  const path = values.get('path') ?? '/';
  const open = (folder: string) => change({ path: folder === '/' ? undefined : folder }, 'push');
  const { data, error, isPlaceholderData, refetch } = useQuery({
    queryKey: ['/admin/storage/folders/', path],
    queryFn: ({ signal }) => api.get<FolderUsageShape>('/admin/storage/folders/', { path }, signal),
    placeholderData: keepPreviousData,
  });
  return (
    <Section
      title="Originals"
      intro={
        data ? (
          <>
            {countOf(data.total.files, 'image')}, {formatBytes(data.total.bytes)} in{' '}
            {data.path === '/' ? 'all folders' : data.path}, counted <Time value={data.counted} form="ago" />{' '}
            from the records of images
          </>
        ) : (
          'From the records of images'
        )
      }
      actions={
        <LinkButton size="small" href={browsePage(path)}>
          Show in the library
        </LinkButton>
      }
    >
      <FolderTrail path={path} onOpen={open} />
      {error ? (
        <ErrorState text={failureText(error)} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton className="h-48" />
      ) : data.total.files === 0 ? (
        <p className="py-6 text-center text-muted">No images are on record here.</p>
      ) : (
        <div className={isPlaceholderData ? 'opacity-60' : undefined}>
          <UsageTable usage={data} onOpen={open} />
        </div>
      )}
    </Section>
  );
}

function UsageTable({ usage, onOpen }: { usage: FolderUsageShape; onOpen: (path: string) => void }) {
  const { folders, files, bytes, total } = usage;
  const share = (part: number) => (total.bytes === 0 ? 0 : part / total.bytes);
  return (
    <Table label={`Folders in ${usage.path}`}>
      <thead>
        <tr>
          <HeadCell>Folder</HeadCell>
          <HeadCell className="text-right">Images</HeadCell>
          <HeadCell className="text-right">Size</HeadCell>
          <HeadCell className="w-1/3 min-w-32">Share</HeadCell>
        </tr>
      </thead>
      <tbody>
        {folders.map((folder) => (
          <Row key={folder.path}>
            <Cell className="max-w-0 min-w-40">
              <button
                type="button"
                onClick={() => onOpen(folder.path)}
                className="max-w-full cursor-pointer truncate rounded-control text-accent hover:underline pointer-coarse:min-h-11"
              >
                {folder.name}
              </button>
            </Cell>
            <Cell className="text-right tabular-nums">{formatCount(folder.files)}</Cell>
            <Cell className="text-right tabular-nums">{formatBytes(folder.bytes)}</Cell>
            <Cell>
              <UsageBar share={share(folder.bytes)} />
            </Cell>
          </Row>
        ))}
        {files === 0 ? null : (
          <Row>
            <Cell className="text-muted">directly in {usage.path}</Cell>
            <Cell className="text-right tabular-nums">{formatCount(files)}</Cell>
            <Cell className="text-right tabular-nums">{formatBytes(bytes)}</Cell>
            <Cell>
              <UsageBar share={share(bytes)} />
            </Cell>
          </Row>
        )}
      </tbody>
    </Table>
  );
}
