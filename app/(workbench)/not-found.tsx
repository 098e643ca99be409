import type { Metadata } from 'next';
import { LinkButton } from '../../components/ui/link-button.tsx';
import { Page } from '../../components/ui/page.tsx';

export const metadata: Metadata = { title: 'Not found' };

/** Shown in the frame for pages of what is not there. */
export default function WorkbenchNotFound() {
  return (
    <Page title="There is nothing at this address">
      <p className="mb-5 text-muted">It may have been moved or deleted, or the address has a slip in it.</p>
      <LinkButton href="/list/">To the library</LinkButton>
    </Page>
  );
}
