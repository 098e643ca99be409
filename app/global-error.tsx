'use client';

import { Button } from '../components/ui/button.tsx';
import { ErrorNumber } from './error-number.tsx';
import './globals.css';
import { MessagePage } from './message-page.tsx';

/** Takes the place of the whole document when its frame fails. */
export default function GlobalErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <head>
        <title>Error · Emulsion</title>
      </head>
      <body className="font-sans antialiased">
        <MessagePage
          title="This page could not be shown"
          actions={
            <Button look="primary" onClick={retry}>
              Try again
            </Button>
          }
        >
          <ErrorNumber error={error} />
        </MessagePage>
      </body>
    </html>
  );
}
