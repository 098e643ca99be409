'use client';

import { Button as Base } from '@base-ui/react/button';
import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './class-names.ts';
import { Tooltip } from './tooltip.tsx';

const LOOK = cva(
  'inline-flex shrink-0 cursor-pointer select-none items-center justify-center gap-2 whitespace-nowrap rounded-control font-medium transition-colors duration-120 disabled:cursor-not-allowed disabled:opacity-50 data-disabled:cursor-not-allowed data-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      look: {
        primary: 'bg-accent text-on-accent hover:not-data-disabled:brightness-110',
        plain: 'border border-control bg-surface text-text hover:not-data-disabled:border-text',
        quiet: 'text-text hover:not-data-disabled:bg-hover',
        danger: 'bg-danger text-on-danger hover:not-data-disabled:brightness-110',
      },
      size: {
        small: 'h-8 px-2.5 text-[13px] pointer-coarse:h-11 pointer-coarse:px-4',
        medium: 'h-9 px-3.5 text-sm pointer-coarse:h-11',
        large: 'h-11 px-5 text-sm',
      },
      square: { true: 'px-0', false: '' },
    },
    compoundVariants: [
      { square: true, size: 'small', class: 'w-8 pointer-coarse:w-11 pointer-coarse:px-0' },
      { square: true, size: 'medium', class: 'w-9 pointer-coarse:w-11' },
      { square: true, size: 'large', class: 'w-11' },
    ],
    defaultVariants: { look: 'plain', size: 'medium', square: false },
  },
);

type Look = Omit<VariantProps<typeof LOOK>, 'square'>;

type ButtonProps = Omit<ComponentProps<typeof Base>, 'className'> &
  Look & {
    className?: string | undefined;
    /** Why it cannot be used; it is then shown disabled, stays reachable by keyboard, and says so. */
    unavailable?: string | undefined;
  };

/** A button. Use `render={<a …/>}` with `nativeButton={false}` for links that look like one. */
export function Button({ look, size, className, unavailable, disabled, ...others }: ButtonProps) {
  const button = (
    <Base
      {...others}
      disabled={disabled === true || unavailable !== undefined}
      focusableWhenDisabled={unavailable !== undefined}
      className={cn(LOOK({ look, size }), className)}
    />
  );
  return unavailable === undefined ? button : <Tooltip text={unavailable}>{button}</Tooltip>;
}

/** A button of one icon. The label is its name for everybody: read aloud, and shown on hover and focus. */
export function IconButton({
  label,
  look = 'quiet',
  size,
  className,
  unavailable,
  disabled,
  shortcut,
  children,
  ...others
}: ButtonProps & { label: string; shortcut?: string | undefined; children: ReactNode }) {
  return (
    <Tooltip text={unavailable ?? label} shortcut={unavailable ? undefined : shortcut}>
      <Base
        {...others}
        aria-label={unavailable ? `${label}. ${unavailable}` : label}
        disabled={disabled === true || unavailable !== undefined}
        focusableWhenDisabled
        className={cn(LOOK({ look, size, square: true }), className)}
      >
        {children}
      </Base>
    </Tooltip>
  );
}

/** The classes of a button, for links and labels. */
export function buttonClasses(look: Look = {}, className?: string): string {
  return cn(LOOK(look), className);
}
