import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { pageCsrfToken } from '#lib/api/sign-in/person.ts';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Emulsion', template: '%s · Emulsion' },
  description: 'An image server: keep one original, ask for any picture of it by URL.',
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fafafa' },
    { media: '(prefers-color-scheme: dark)', color: '#0e0e0e' },
  ],
};

/** Asks who looks at it, so that no page is made before it is asked for: each has a nonce of its own. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const csrfToken = await pageCsrfToken();
  return (
    <html lang="en">
      <head>{csrfToken === undefined ? null : <meta name="csrf-token" content={csrfToken} />}</head>
      <body className="font-sans antialiased">{children}</body>
    </html>
  );
}
