'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Download, PackageOpen, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { formatBytes } from '#lib/format/bytes.ts';
import { formatCount } from '#lib/format/numbers.ts';
import { api, failureText } from '../client/api.ts';
import { Badge } from '../ui/badge.tsx';
import { Button, buttonClasses, IconButton } from '../ui/button.tsx';
import { useConfirm } from '../ui/confirm.tsx';
import { Progress } from '../ui/progress.tsx';
import { EmptyState, ErrorState, LiveText, Skeleton } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { useToast } from '../ui/toast.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { exportsKey, localAddress, type PortfolioDetails, type PortfolioExport } from './portfolios.ts';

/** Milliseconds between looks while a zip is being made. */
const LIVE = 1000;

/** The zips of a portfolio: making, downloading and deleting them. */
export function ExportsTab({ portfolio }: { portfolio: PortfolioDetails }) {
  const [making, setMaking] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: exportsKey(portfolio.id),
    queryFn: ({ signal }) => api.get<PortfolioExport[]>(`/portfolios/${portfolio.id}/exports/`, {}, signal),
    refetchInterval: (query) => (query.state.data?.some(isUnderWay) ? LIVE : false),
  });
  if (error) return <ErrorState text={failureText(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-40" />;
  const make = (
    <Button
      look="primary"
      unavailable={portfolio.images.length === 0 ? 'The portfolio has no images' : undefined}
      onClick={() => setMaking(true)}
    >
      <PackageOpen aria-hidden="true" />
      New export…
    </Button>
  );
  const finished = data.filter(({ state }) => state === 'finished').length;
  return (
    <>
      <LiveText>{`${formatCount(finished)} finished exports`}</LiveText>
      {data.length === 0 ? (
        <EmptyState icon={<PackageOpen aria-hidden="true" />} title="No exports yet" action={make}>
          An export is a zip file of the portfolio that can be downloaded until it expires.
        </EmptyState>
      ) : (
        <>
          <div className="mb-4">{make}</div>
          <ul className="grid gap-3">
            {data.toReversed().map((each) => (
              <ExportRow key={each.id} portfolio={portfolio} made={each} />
            ))}
          </ul>
        </>
      )}
      {making ? <ExportDialog portfolio={portfolio} onClose={() => setMaking(false)} /> : null}
    </>
  );
}

function isUnderWay({ state }: PortfolioExport): boolean {
  return state === 'waiting' || state === 'running';
}

function ExportRow({ portfolio, made }: { portfolio: PortfolioDetails; made: PortfolioExport }) {
  const client = useQueryClient();
  const toast = useToast();
  const confirm = useConfirm();
  const path = `/portfolios/${portfolio.id}/exports/${made.id}/`;
  const settle = {
    onError: (error: unknown) => toast.failed({ text: failureText(error) }),
    onSettled: () => client.invalidateQueries({ queryKey: exportsKey(portfolio.id) }),
  };
  const remove = useMutation({ mutationFn: () => api.delete(path), ...settle });
  const cancel = useMutation({
    mutationFn: () => api.post(`/admin/tasks/${made.task_id}/cancel/`),
    ...settle,
  });
  const askAndRemove = async () => {
    const sure =
      made.state === 'failed' ||
      (await confirm({
        title: `Delete ${titleOf(made)}?`,
        text: 'Whoever has its address cannot download it any more.',
        action: 'Delete export',
        danger: true,
      }));
    if (sure) remove.mutate();
  };
  const { done, total } = made.progress;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-card border border-border bg-surface p-3">
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium break-words">{titleOf(made)}</p>
        <p className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-[13px] text-muted">
          <Badge>{made.originals ? 'Originals' : 'Pictures'}</Badge>
          {made.outdated ? <Badge tone="warning">Older than the portfolio</Badge> : null}
          {made.state === 'finished' ? <span>{formatBytes(made.filesize)}</span> : null}
          <span>
            Until <Time value={made.keep_until} form="date" />
          </span>
        </p>
        {made.state === 'failed' ? (
          <p role="alert" className="mt-1 text-[13px] text-danger">
            {made.failure}
          </p>
        ) : null}
        {isUnderWay(made) ? (
          <div className="mt-2 max-w-md">
            <p className="mb-1 text-[13px] text-muted tabular-nums">
              {made.state === 'waiting'
                ? 'Waits for its turn'
                : `${formatCount(done)} of ${formatCount(Math.max(done, total))} images`}
            </p>
            <Progress value={total > 0 ? done / total : undefined} label={`Progress of ${titleOf(made)}`} />
          </div>
        ) : null}
      </div>
      {made.state === 'finished' ? (
        <a href={localAddress(made.url)} download className={buttonClasses({})}>
          <Download aria-hidden="true" />
          Download
        </a>
      ) : null}
      {isUnderWay(made) ? (
        <Button disabled={cancel.isPending} onClick={() => cancel.mutate()}>
          Cancel
        </Button>
      ) : (
        <IconButton label={`Delete ${titleOf(made)}`} onClick={() => void askAndRemove()}>
          <Trash2 aria-hidden="true" />
        </IconButton>
      )}
    </li>
  );
}

function titleOf({ description }: PortfolioExport): string {
  return description === '' ? 'Export' : description;
}
