'use client';

import { Button } from '../components/ui/button.tsx';
import { LinkButton } from '../components/ui/link-button.tsx';
import { ErrorNumber } from './error-number.tsx';
import { MessagePage } from './message-page.tsx';

/** Shown when a page fails. Says nothing of the cause, which is in the log under the number. */
export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <MessagePage
      title="This page could not be shown"
      actions={
        <>
          <Button look="primary" onClick={retry}>
            Try again
          </Button>
          <LinkButton href="/">To the first page</LinkButton>
        </>
      }
    >
      <ErrorNumber error={error} />
    </MessagePage>
  );
}
