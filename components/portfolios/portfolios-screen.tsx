'use client';

import { useQuery } from '@tanstack/react-query';
import { FolderHeart, Plus, ShoppingBasket } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { countOf } from '#lib/format/numbers.ts';
import { api, failureText } from '../client/api.ts';
import { basketPage, editPortfolioPage, portfolioPage, thumbnailUrl } from '../client/places.ts';
import { useUrlState } from '../client/use-url-state.ts';
import { useViewer } from '../client/viewer.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Page } from '../ui/page.tsx';
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { NewPortfolioDialog } from './new-portfolio-dialog.tsx';
import { audience, FOLIO_LEVEL, LIST_KEY, type Portfolio } from './portfolios.ts';

/** Portfolios of the viewer, and those that the viewer may see. */
export function PortfoliosScreen() {
  const { flags } = useViewer();
  const { values, change } = useUrlState();
  const router = useRouter();
  const [making, setMaking] = useState(false);
  const all = values.get('all') === '1' && flags.includes('admin_folios');
  const { data, error, refetch } = useQuery({
    queryKey: [...LIST_KEY, all],
    queryFn: ({ signal }) => api.get<Portfolio[]>('/portfolios/', { all: all || undefined }, signal),
  });
  const unavailable = flags.includes('folios') ? undefined : 'Needs the permission “Create portfolios”';
  const make = (
    <Button look="primary" unavailable={unavailable} onClick={() => setMaking(true)}>
      <Plus aria-hidden="true" />
      New portfolio
    </Button>
  );
  return (
    <Page
      wide
      title="Portfolios"
      intro="Hand-picked pictures with a page of their own, links to share and zips to download."
      actions={
        <>
          <LinkButton href={basketPage}>
            <ShoppingBasket aria-hidden="true" />
            Basket
          </LinkButton>
          {make}
        </>
      }
    >
      {flags.includes('admin_folios') ? (
        <Checkbox
          checked={all}
          onChange={(on) => change({ all: on ? '1' : undefined })}
          className="mb-4 w-fit"
        >
          Show those of other people too
        </Checkbox>
      ) : null}
      {error ? (
        <ErrorState text={failureText(error)} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4">
          {[1, 2, 3, 4].map((n) => (
            <Skeleton key={n} className="h-56" />
          ))}
        </div>
      ) : data.length === 0 ? (
        <EmptyState icon={<FolderHeart aria-hidden="true" />} title="No portfolios yet" action={make}>
          Collect pictures in the basket while you browse, then make a portfolio of them.
        </EmptyState>
      ) : (
        <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4">
          {data.map((portfolio) => (
            <PortfolioCard key={portfolio.id} portfolio={portfolio} />
          ))}
        </ul>
      )}
      {making ? (
        <NewPortfolioDialog
          onClose={() => setMaking(false)}
          onMade={({ human_id: humanId }) => router.push(editPortfolioPage(humanId))}
        />
      ) : null}
    </Page>
  );
}

function PortfolioCard({ portfolio }: { portfolio: Portfolio }) {
  const { userId } = useViewer();
  const mayEdit = portfolio.level >= FOLIO_LEVEL.edit;
  const { human_id: humanId, name, covers } = portfolio;
  return (
    <li className="relative flex min-w-0 flex-col overflow-hidden rounded-card border border-border bg-surface focus-within:outline-2 hover:border-text">
      <div className="grid h-36 grid-cols-2 gap-px overflow-hidden bg-stage" aria-hidden="true">
        {covers.length === 0 ? (
          <span className="col-span-2 flex items-center justify-center text-muted">
            <FolderHeart className="size-8" />
          </span>
        ) : (
          covers.slice(0, covers.length === 3 ? 2 : 4).map((src) => (
            // biome-ignore lint/performance/noImgElement: the server makes these pictures itself
            <img
              key={src}
              src={thumbnailUrl(src, 400)}
              alt=""
              loading="lazy"
              className={covers.length === 1 ? 'col-span-2 size-full object-cover' : 'size-full object-cover'}
            />
          ))
        )}
      </div>
      <div className="flex flex-1 flex-col gap-1 p-3">
        <Link
          prefetch={false}
          href={mayEdit ? editPortfolioPage(humanId) : portfolioPage(humanId)}
          className="font-semibold break-words after:absolute after:inset-0"
        >
          {name === '' ? 'Without a name' : name}
        </Link>
        <p className="text-[13px] text-muted">
          {countOf(portfolio.image_count, 'image')}, changed{' '}
          <Time value={portfolio.last_updated} form="ago" />
        </p>
        <p className="mt-1 flex flex-wrap gap-1">
          <Badge>{audience(portfolio)}</Badge>
          {portfolio.owner_id === userId || portfolio.owner_name === '' ? null : (
            <Badge>of {portfolio.owner_name}</Badge>
          )}
        </p>
      </div>
    </li>
  );
}
