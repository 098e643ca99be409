'use client';

import type { FolderReport } from '#lib/contracts/reports.ts';
import { formatBytes } from '#lib/format/bytes.ts';
import { countOf } from '#lib/format/numbers.ts';
import { failureText } from '../client/api.ts';
import { useUrlState } from '../client/use-url-state.ts';
import { FolderTrail } from '../pickers/folder-trail.tsx';
import { Section } from '../ui/page.tsx';
import { ErrorState, Skeleton } from '../ui/states.tsx';
import { CsvLink } from './csv-link.tsx';
import { FolderBars } from './folder-bars.tsx';
import { useFolder } from './folder-choice.tsx';
import { useReport } from './queries.ts';
import { ReportPage } from './report-page.tsx';

/** What originals take, folder by folder. */
export function StorageScreen() {
  const { change } = useUrlState();
  const path = useFolder();
  const { data, error, isPlaceholderData, refetch } = useReport<FolderReport>('folders/', { path });
  const open = (folder: string) => change({ path: folder === '/' ? undefined : folder }, 'push');
  return (
    <ReportPage
      title="Storage by folder"
      intro="What originals take, among the images that you may view. What nobody has looked at yet is not on record."
      actions={<CsvLink path="folders/csv/" query={{ path }} file="storage" of="storage by folder" />}
    >
      <Section
        title={path === '/' ? 'All folders' : path}
        intro={
          data ? `${countOf(data.total.images, 'image')}, ${formatBytes(data.total.bytes)}` : 'Being added up'
        }
      >
        <FolderTrail path={path} onOpen={open} />
        {error ? (
          <ErrorState text={failureText(error)} onRetry={() => void refetch()} />
        ) : data === undefined ? (
          <Skeleton className="h-64" />
        ) : (
          <div className={isPlaceholderData ? 'opacity-60' : undefined}>
            <FolderBars report={data} onOpen={open} />
          </div>
        )}
      </Section>
    </ReportPage>
  );
}
