'use client';

import { usePathname } from 'next/navigation';
import { useViewer } from '../client/viewer.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { NoPermission } from '../ui/states.tsx';
import { ADMIN_SECTIONS, missingFlag, REPORT_PAGES } from './sections.ts';

/** Shown in the place of a page that this person may not see, with the right that is missing where it is known. */
export function ForbiddenScreen() {
  const path = usePathname();
  const { flags } = useViewer();
  const pages = [...ADMIN_SECTIONS.flatMap((section) => section.pages), ...REPORT_PAGES];
  const page = pages.findLast(({ href }) => path.startsWith(href));
  const missing = page && missingFlag(page, flags);
  return (
    <div className="flex flex-1 flex-col items-center justify-center py-10">
      <h1 className="sr-only">No permission</h1>
      <NoPermission
        title={page ? `You cannot see “${page.title}”` : 'You cannot see this page'}
        needs={missing === undefined ? 'Your account lacks a permission that it takes.' : `${missing}.`}
      />
      <p className="-mt-10">
        <LinkButton href="/list/">To the library</LinkButton>
      </p>
    </div>
  );
}
