'use client';

import { Button } from '../../components/ui/button.tsx';
import { Page } from '../../components/ui/page.tsx';
import { ErrorNumber } from '../error-number.tsx';

/** Shown in the frame when a page fails. */
export default function WorkbenchErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <Page title="This page could not be shown">
      <div role="alert" className="mb-5 text-muted">
        <ErrorNumber error={error} />
      </div>
      <Button onClick={retry}>Try again</Button>
    </Page>
  );
}
