'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link2 } from 'lucide-react';
import { useState } from 'react';
import { countOf } from '#lib/format/numbers.ts';
import { api, failureText } from '../client/api.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { useConfirm } from '../ui/confirm.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { useToast } from '../ui/toast.tsx';
import { LinkDialog } from './link-dialog.tsx';
import { FOLIO_LEVEL, linksKey, type PortfolioDetails, type PortfolioLink } from './portfolios.ts';

/** Links by which people without an account see a portfolio, and how often they did. */
export function LinksTab({ portfolio }: { portfolio: PortfolioDetails }) {
  const [making, setMaking] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: linksKey(portfolio.id),
    queryFn: ({ signal }) => api.get<PortfolioLink[]>(`/portfolios/${portfolio.id}/links/`, {}, signal),
  });
  if (error) return <ErrorState text={failureText(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-40" />;
  const make = (
    <Button look="primary" onClick={() => setMaking(true)}>
      <Link2 aria-hidden="true" />
      New link…
    </Button>
  );
  return (
    <>
      {data.length === 0 ? (
        <EmptyState icon={<Link2 aria-hidden="true" />} title="No links yet" action={make}>
          Whoever has a link sees the pictures that you may see, without an account. You can take it back at
          any time.
        </EmptyState>
      ) : (
        <>
          <div className="mb-4">{make}</div>
          <ul className="grid gap-3">
            {data.map((link) => (
              <LinkRow key={link.id} link={link} />
            ))}
          </ul>
        </>
      )}
      {making ? <LinkDialog folioId={portfolio.id} onClose={() => setMaking(false)} /> : null}
    </>
  );
}

function LinkRow({ link }: { link: PortfolioLink }) {
  const client = useQueryClient();
  const toast = useToast();
  const confirm = useConfirm();
  const name = link.name === '' ? `Link ${link.id}` : link.name;
  const revoke = useMutation({
    mutationFn: () => api.delete(`/portfolios/${link.folio_id}/links/${link.id}/`),
    onSuccess: () => toast.done({ text: `${name} opens nothing any more` }),
    onError: (error) => toast.failed({ text: failureText(error) }),
    onSettled: () => client.invalidateQueries({ queryKey: linksKey(link.folio_id) }),
  });
  const askAndRevoke = async () => {
    const sure = await confirm({
      title: `Revoke ${name}?`,
      text: 'Its page, pictures and downloads are refused from now on. This cannot be undone.',
      action: 'Revoke link',
      danger: true,
    });
    if (sure) revoke.mutate();
  };
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-card border border-border bg-surface p-3">
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium break-words">{name}</p>
        <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-[13px] text-muted">
          {link.state === 'open' ? null : (
            <Badge tone="danger">{link.state === 'revoked' ? 'Revoked' : 'Expired'}</Badge>
          )}
          <Badge>{link.access >= FOLIO_LEVEL.download ? 'View and download' : 'View'}</Badge>
          {link.has_password ? <Badge>Password</Badge> : null}
          {link.expires === null ? (
            <span>No end</span>
          ) : (
            <span>
              Until <Time value={link.expires} />
            </span>
          )}
          <span className="tabular-nums">
            {countOf(link.views, 'view')}, {countOf(link.downloads, 'download')}
          </span>
          {link.last_used === null ? null : (
            <span>
              Last used <Time value={link.last_used} form="ago" />
            </span>
          )}
        </p>
      </div>
      {link.state === 'open' ? (
        <div className="flex flex-wrap gap-2">
          <CopyButton text={link.url} label="Copy link" />
          <Button
            size="small"
            aria-label={`Revoke ${name}`}
            disabled={revoke.isPending}
            onClick={() => void askAndRevoke()}
          >
            Revoke
          </Button>
        </div>
      ) : null}
    </li>
  );
}
