'use client';

import { ShoppingBasket } from 'lucide-react';
import { useBasketCount } from '../client/basket.ts';
import { basketPage } from '../client/places.ts';
import { LinkButton } from '../ui/link-button.tsx';

/** In the corner of the frame while the basket holds something. */
export function BasketIndicator() {
  const count = useBasketCount();
  if (count === undefined) return null;
  return (
    <LinkButton href={basketPage} look="quiet" size="small" aria-label={`Basket, ${count}`}>
      <ShoppingBasket aria-hidden="true" />
      <span className="tabular-nums">{count}</span>
    </LinkButton>
  );
}
