import type { Metadata } from 'next';
import { requirePerson } from '#lib/api/sign-in/person.ts';
import { BasketScreen } from '../../../components/portfolios/basket-screen.tsx';

export const metadata: Metadata = { title: 'Basket' };

export default async function BasketPage() {
  await requirePerson();
  return <BasketScreen />;
}
