'use client';

import Link from 'next/link';
import { useViewer } from '../client/viewer.tsx';
import { Page } from '../ui/page.tsx';
import { ADMIN_SECTIONS, missingFlag } from './sections.ts';

/** The first page of the administration: what there is, and what it takes where that is missing. */
export function AdminOverview() {
  const { flags } = useViewer();
  return (
    <Page title="Administration">
      {ADMIN_SECTIONS.map((section) => (
        <section key={section.title} aria-labelledby={`section-${section.title}`} className="mb-8">
          <h2 id={`section-${section.title}`} className="mb-3 text-[13px] text-muted">
            {section.title}
          </h2>
          <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
            {section.pages.map((page) => {
              const missing = missingFlag(page, flags);
              return (
                <li key={page.href} className="relative rounded-card border border-border bg-surface p-4">
                  {missing === undefined ? (
                    <Link
                      prefetch={false}
                      href={page.href}
                      className="font-medium after:absolute after:inset-0"
                    >
                      {page.title}
                    </Link>
                  ) : (
                    <p className="font-medium text-muted">{page.title}</p>
                  )}
                  <p className="mt-1 text-[13px] text-muted">{missing ?? page.text}</p>
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </Page>
  );
}
