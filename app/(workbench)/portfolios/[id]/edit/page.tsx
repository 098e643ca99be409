import type { Metadata } from 'next';
import { requirePerson } from '#lib/api/sign-in/person.ts';
import { EditPortfolioScreen } from '../../../../../components/portfolios/edit-screen.tsx';

export const metadata: Metadata = { title: 'Portfolio' };

export default async function EditPortfolioPage({ params }: { params: Promise<{ id: string }> }) {
  await requirePerson();
  const { id } = await params;
  return <EditPortfolioScreen humanId={decodeURIComponent(id)} />;
}
