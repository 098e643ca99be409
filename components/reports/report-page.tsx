'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { Page } from '../ui/page.tsx';

const REPORTS = [
  { href: '/reports/', title: 'Overview' },
  { href: '/reports/top/', title: 'Top images' },
  { href: '/reports/system/', title: 'System' },
  { href: '/reports/storage/', title: 'Storage' },
  { href: '/reports/unused/', title: 'Never requested' },
  { href: '/reports/live/', title: 'Live' },
] as const;

/** The frame of a report, with the way to the others. */
export function ReportPage({
  title,
  intro,
  actions,
  children,
}: {
  title: ReactNode;
  intro?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const path = usePathname();
  return (
    <Page title={title} intro={intro} actions={actions}>
      <nav aria-label="Reports" className="-mt-2 mb-5 flex flex-wrap gap-x-1 border-b border-border">
        {REPORTS.map((report) => (
          <Link
            prefetch={false}
            key={report.href}
            href={report.href}
            aria-current={path === report.href ? 'page' : undefined}
            className="-mb-px flex h-9 items-center border-b-2 border-transparent px-2.5 text-[13px] font-medium text-muted outline-offset-[-2px] hover:text-text aria-[current=page]:border-accent aria-[current=page]:text-text pointer-coarse:h-11"
          >
            {report.title}
          </Link>
        ))}
      </nav>
      {children}
    </Page>
  );
}
