import type { Metadata } from 'next';
import { requirePerson } from '#lib/api/sign-in/person.ts';
import { PortfoliosScreen } from '../../../components/portfolios/portfolios-screen.tsx';

export const metadata: Metadata = { title: 'Portfolios' };

export default async function PortfoliosPage() {
  await requirePerson();
  return <PortfoliosScreen />;
}
