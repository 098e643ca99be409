'use client';

import Link from 'next/link';
import type { ComponentProps } from 'react';
import { buttonClasses } from './button.tsx';

/** A link to another page that looks like a button. May be used by pages that the server makes. */
export function LinkButton({
  look,
  size,
  className,
  ...others
}: Omit<ComponentProps<typeof Link>, 'className'> & {
  look?: 'primary' | 'plain' | 'quiet';
  size?: 'small' | 'medium' | 'large';
  className?: string;
}) {
  return (
    <Link
      prefetch={false}
      {...others}
      className={buttonClasses({ ...(look && { look }), ...(size && { size }) }, className)}
    />
  );
}
