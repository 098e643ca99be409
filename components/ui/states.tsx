'use client';

import { CircleAlert, Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { cn } from './class-names.ts';

/** Grey shapes in the place of what is still loading. Give it the size of what comes. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden="true" className={cn('animate-pulse rounded-control bg-border/60', className)} />;
}

/** What is shown where there is nothing, with what can be done about it. */
export function EmptyState({
  icon,
  title,
  children,
  action,
}: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-3 px-6 py-16 text-center [&_svg]:size-8">
      {icon === undefined ? null : <span className="text-muted">{icon}</span>}
      <p className="text-base font-semibold">{title}</p>
      {children === undefined ? null : <div className="text-muted">{children}</div>}
      {action}
    </div>
  );
}

/** What is shown where something could not be loaded. */
export function ErrorState({ text, onRetry }: { text: string; onRetry?: () => void }) {
  return (
    <div role="alert" className="mx-auto flex max-w-md flex-col items-center gap-3 px-6 py-16 text-center">
      <CircleAlert aria-hidden="true" className="size-8 text-danger" />
      <p>{text}</p>
      {onRetry === undefined ? null : <Button onClick={onRetry}>Try again</Button>}
    </div>
  );
}

/** What is shown to people who lack a right, which is named. */
export function NoPermission({ title = 'You cannot see this', needs }: { title?: string; needs: string }) {
  return (
    <EmptyState icon={<Lock aria-hidden="true" />} title={title}>
      {needs} Ask an administrator for it.
    </EmptyState>
  );
}

/** Tells screen readers what has changed, such as how many are selected. */
export function LiveText({ children }: { children: ReactNode }) {
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {children}
    </div>
  );
}
