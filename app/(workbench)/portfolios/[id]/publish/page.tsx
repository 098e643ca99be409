import { redirect } from 'next/navigation';

/** Publishing is a part of the page on which a portfolio is edited. */
export default async function PublishPortfolioPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  redirect(`/portfolios/${id}/edit/?tab=exports`);
}
