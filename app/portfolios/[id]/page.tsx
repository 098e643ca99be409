import type { Metadata } from 'next';
import { forbidden, notFound } from 'next/navigation';
import { cache } from 'react';
import { oembedAlternates } from '#lib/api/oembed/discovery.ts';
import { pageViewer } from '#lib/api/page-viewer.ts';
import { portfolioForPage } from '#lib/api/portfolio-page.ts';
import { PublicPortfolio } from '../../../components/portfolios/public-portfolio.tsx';
import { AccountCorner } from '../../../components/sign-in/account-corner.tsx';
import { LinkButton } from '../../../components/ui/link-button.tsx';
import { PublicFrame } from '../public-frame.tsx';

type Props = { params: Promise<{ id: string }> };

const read = cache(async (id: string) => portfolioForPage(decoded(id)));

/** Text of a path; "" where it cannot be read, which no portfolio is called. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  const found = await read(id);
  if (typeof found === 'string') return { title: 'Portfolio' };
  const { links } = await pageViewer();
  return {
    title: found.portfolio.name || 'Portfolio',
    alternates: { types: oembedAlternates(links, `/portfolios/${id}/`) },
  };
}

/** A portfolio as everybody sees it who may. */
export default async function PortfolioPage({ params }: Props) {
  const { id } = await params;
  const found = await read(id);
  if (found === 'missing') notFound();
  if (found === 'forbidden') forbidden();
  return (
    <PublicFrame
      corner={
        <span className="flex items-center gap-2">
          {found.mayEdit ? (
            <LinkButton size="small" href={`/portfolios/${id}/edit/`}>
              Edit
            </LinkButton>
          ) : null}
          <AccountCorner username={found.username} />
        </span>
      }
    >
      <PublicPortfolio portfolio={found.portfolio} />
    </PublicFrame>
  );
}
