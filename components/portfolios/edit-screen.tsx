'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Ellipsis, ExternalLink, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { countOf } from '#lib/format/numbers.ts';
import { ApiFailure, api, failureText } from '../client/api.ts';
import { portfolioPage, portfoliosPage } from '../client/places.ts';
import { useUrlState } from '../client/use-url-state.ts';
import { buttonClasses, IconButton } from '../ui/button.tsx';
import { useConfirm } from '../ui/confirm.tsx';
import { Menu, MenuAction } from '../ui/menu.tsx';
import { Page } from '../ui/page.tsx';
import { EmptyState, ErrorState, NoPermission, Skeleton } from '../ui/states.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { useToast } from '../ui/toast.tsx';
import { DetailsTab } from './details-tab.tsx';
import { ExportsTab } from './exports-tab.tsx';
import { HistoryTab } from './history-tab.tsx';
import { ImagesTab } from './images-tab.tsx';
import { LinksTab } from './links-tab.tsx';
import { FOLIO_LEVEL, LIST_KEY, type PortfolioDetails, portfolioKey } from './portfolios.ts';

type Tab = 'images' | 'details' | 'links' | 'exports' | 'history';
const TABS: readonly Tab[] = ['images', 'details', 'links', 'exports', 'history'];

/** A portfolio as its owner works on it. */
export function EditPortfolioScreen({ humanId }: { humanId: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: portfolioKey(humanId),
    queryFn: ({ signal }) => api.get<PortfolioDetails>('/portfolios/', { human_id: humanId }, signal),
  });
  if (error instanceof ApiFailure && error.status === 403) {
    return <NoPermission needs="Only its owner, and those to whom it is shown, see this portfolio." />;
  }
  if (error instanceof ApiFailure && error.status === 404) {
    return <EmptyState title="There is no such portfolio">It may have been deleted or renamed.</EmptyState>;
  }
  if (error) return <ErrorState text={failureText(error)} onRetry={() => void refetch()} />;
  if (!data) {
    return (
      <Page wide title="Portfolio">
        <Skeleton className="h-80" />
      </Page>
    );
  }
  if (data.level < FOLIO_LEVEL.edit) {
    return <NoPermission needs="Only its owner and administrators of portfolios change it." />;
  }
  return <Editor portfolio={data} />;
}

function Editor({ portfolio }: { portfolio: PortfolioDetails }) {
  const { values, change } = useUrlState();
  const wanted = values.get('tab');
  const tab = TABS.find((each) => each === wanted) ?? 'images';
  return (
    <Page
      wide
      title={portfolio.name === '' ? 'Without a name' : portfolio.name}
      intro={`${countOf(portfolio.images.length, 'image')}${
        portfolio.description === '' ? '' : `. ${portfolio.description}`
      }`}
      actions={
        <>
          <a className={buttonClasses({})} href={portfolioPage(portfolio.human_id)}>
            <ExternalLink aria-hidden="true" />
            Show its page
          </a>
          <MoreMenu portfolio={portfolio} />
        </>
      }
    >
      <Tabs
        label="Portfolio"
        value={tab}
        onChange={(next) => change({ tab: next === 'images' ? undefined : next })}
        tabs={[
          { value: 'images', label: 'Images', panel: <ImagesTab portfolio={portfolio} /> },
          {
            value: 'details',
            label: 'Name and access',
            panel: <DetailsTab key={portfolio.id} portfolio={portfolio} />,
          },
          { value: 'links', label: 'Share links', panel: <LinksTab portfolio={portfolio} /> },
          { value: 'exports', label: 'Exports', panel: <ExportsTab portfolio={portfolio} /> },
          { value: 'history', label: 'History', panel: <HistoryTab portfolio={portfolio} /> },
        ]}
      />
    </Page>
  );
}

function MoreMenu({ portfolio }: { portfolio: PortfolioDetails }) {
  const toast = useToast();
  const confirm = useConfirm();
  const router = useRouter();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.delete(`/portfolios/${portfolio.id}/`),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: LIST_KEY });
      router.push(portfoliosPage);
      toast.done({ text: `Deleted the portfolio ${portfolio.name}` });
    },
    onError: (error) => toast.failed({ text: failureText(error) }),
  });
  const ask = async () => {
    const sure = await confirm({
      title: `Delete ${portfolio.name}?`,
      text: 'Its page, links, exports and history go for good. The images stay.',
      action: 'Delete portfolio',
      danger: true,
    });
    if (sure) remove.mutate();
  };
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label="More actions" look="plain">
          <Ellipsis aria-hidden="true" />
        </IconButton>
      }
    >
      <MenuAction danger icon={<Trash2 aria-hidden="true" />} onSelect={() => void ask()}>
        Delete portfolio…
      </MenuAction>
    </Menu>
  );
}
