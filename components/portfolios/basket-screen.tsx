'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ShoppingBasket, X } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { countOf } from '#lib/format/numbers.ts';
import { api, failureText } from '../client/api.ts';
import { BASKET_KEY } from '../client/basket.ts';
import { browsePage, detailsPage, editPortfolioPage, thumbnailUrl } from '../client/places.ts';
import { useViewer } from '../client/viewer.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { useConfirm } from '../ui/confirm.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Menu, MenuAction } from '../ui/menu.tsx';
import { Page } from '../ui/page.tsx';
import { EmptyState, ErrorState, LiveText, Skeleton } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { NewPortfolioDialog } from './new-portfolio-dialog.tsx';
import { FOLIO_LEVEL, LIST_KEY, type Portfolio } from './portfolios.ts';

type BasketImage = { id: number; src: string; filename: string; title: string };
type Basket = { images: readonly BasketImage[]; total: number };

/** What has been collected while browsing. It stays until it is taken out. */
export function BasketScreen() {
  const client = useQueryClient();
  const toast = useToast();
  const confirm = useConfirm();
  const router = useRouter();
  const { flags } = useViewer();
  const [making, setMaking] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: [...BASKET_KEY, 'images'],
    queryFn: ({ signal }) => api.get<Basket>('/basket/', {}, signal),
  });
  const readAgain = () => client.invalidateQueries({ queryKey: BASKET_KEY });
  const failed = (failure: unknown) => toast.failed({ text: failureText(failure) });
  const take = useMutation({
    mutationFn: (id?: number) => api.delete(id === undefined ? '/basket/' : `/basket/?ids=${id}`),
    onSuccess: readAgain,
    onError: failed,
  });
  const empty = async () => {
    const sure = await confirm({
      title: 'Empty the basket?',
      text: 'The images themselves stay where they are.',
      action: 'Empty the basket',
    });
    if (sure) take.mutate(undefined);
  };
  const unavailable = flags.includes('folios') ? undefined : 'Needs the permission “Create portfolios”';
  const images = data?.images ?? [];
  const ids = images.map(({ id }) => id);
  const hidden = (data?.total ?? 0) - images.length;
  return (
    <Page
      wide
      title="Basket"
      intro={data && data.total > 0 ? countOf(data.total, 'image') : 'Pictures collected while browsing'}
      actions={
        images.length === 0 ? undefined : (
          <>
            <Button onClick={() => void empty()}>Empty</Button>
            <AddMenu ids={ids} />
            <Button look="primary" unavailable={unavailable} onClick={() => setMaking(true)}>
              Make a portfolio…
            </Button>
          </>
        )
      }
    >
      <LiveText>{data ? countOf(data.total, 'image') : ''}</LiveText>
      {hidden > 0 ? (
        <p className="mb-4 text-muted">
          {countOf(hidden, 'image')} of it you may not view any more; they are not shown.
        </p>
      ) : null}
      {error ? (
        <ErrorState text={failureText(error)} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton className="h-60" />
      ) : images.length === 0 ? (
        <EmptyState
          icon={<ShoppingBasket aria-hidden="true" />}
          title="The basket is empty"
          action={
            <LinkButton href={browsePage()} look="primary">
              To the library
            </LinkButton>
          }
        >
          Select pictures in the library and choose “Add to basket”. They stay here until you take them out.
        </EmptyState>
      ) : (
        <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3 md:grid-cols-4 lg:grid-cols-6">
          {images.map((image) => (
            <li
              key={image.id}
              className="relative min-w-0 overflow-hidden rounded-card border border-border bg-surface"
            >
              <Link prefetch={false} href={detailsPage(image.src)} className="block" title={image.src}>
                {/* biome-ignore lint/performance/noImgElement: the server makes these pictures itself */}
                <img
                  src={thumbnailUrl(image.src, 400)}
                  alt=""
                  loading="lazy"
                  className="aspect-4/3 w-full bg-stage object-contain"
                />
                <span className="block truncate px-2.5 py-2 text-[13px]">
                  {image.title || image.filename}
                </span>
              </Link>
              <IconButton
                label={`Take out ${image.filename}`}
                size="small"
                look="plain"
                className="absolute top-1.5 right-1.5"
                onClick={() => take.mutate(image.id)}
              >
                <X aria-hidden="true" />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      {making ? (
        <NewPortfolioDialog
          images={ids}
          onClose={() => setMaking(false)}
          onMade={({ human_id: humanId }) => router.push(editPortfolioPage(humanId))}
        />
      ) : null}
    </Page>
  );
}

/** Adds what is collected to a portfolio that is there. */
function AddMenu({ ids }: { ids: readonly number[] }) {
  const toast = useToast();
  const router = useRouter();
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: [...LIST_KEY, false],
    queryFn: ({ signal }) => api.get<Portfolio[]>('/portfolios/', {}, signal),
  });
  const add = useMutation({
    mutationFn: ({ id }: Portfolio) =>
      api.post<{ added: number }>(`/portfolios/${id}/images/many/`, { selection: { ids } }),
    onSuccess: ({ added }, { name, human_id: humanId }) => {
      void client.invalidateQueries({ queryKey: LIST_KEY });
      toast.done({
        text: `Added ${countOf(added, 'image')} to ${name}`,
        action: { label: 'Open', run: () => router.push(editPortfolioPage(humanId)) },
      });
    },
    onError: (failure) => toast.failed({ text: failureText(failure) }),
  });
  const own = (data ?? []).filter(({ level }) => level >= FOLIO_LEVEL.edit);
  if (own.length === 0) return null;
  return (
    <Menu align="end" trigger={<Button>Add to…</Button>}>
      {own.map((portfolio) => (
        <MenuAction key={portfolio.id} onSelect={() => add.mutate(portfolio)}>
          {portfolio.name}
        </MenuAction>
      ))}
    </Menu>
  );
}
