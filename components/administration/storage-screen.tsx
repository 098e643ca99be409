'use client';

import { useQuery } from '@tanstack/react-query';
import type { StorageReportShape } from '#lib/contracts/storage.ts';
import { api, failureText } from '../client/api.ts';
import { Page } from '../ui/page.tsx';
import { ErrorState, Skeleton } from '../ui/states.tsx';
import { ClearCache } from './clear-cache.tsx';
import { FolderUsage } from './folder-usage.tsx';
import { PictureCache, StorageFigures } from './storage-figures.tsx';

/** What takes space on the server, and the pictures that it keeps. */
export function StorageScreen() {
  const { data, error, refetch } = useQuery({
    queryKey: ['/admin/storage/'],
    queryFn: ({ signal }) => api.get<StorageReportShape>('/admin/storage/', {}, signal),
  });
  return (
    <Page title="Storage and cache" intro="What takes space on this server, and how well its cache does.">
      {error ? (
        <ErrorState text={failureText(error)} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <div role="status" aria-label="Loading" className="mb-6 flex flex-col gap-6">
          <Skeleton className="h-32" />
          <Skeleton className="h-72" />
        </div>
      ) : (
        <>
          <StorageFigures report={data} />
          <PictureCache report={data} actions={<ClearCache />} />
        </>
      )}
      <FolderUsage />
    </Page>
  );
}
