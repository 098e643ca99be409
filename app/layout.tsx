import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { pageCsrfToken } from '#lib/api/sign-in/person.ts';
import { THEME_COOKIE } from '#lib/contracts/preferences.ts';
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
  const theme = (await cookies()).get(THEME_COOKIE)?.value;
  return (
    // The theme may be chosen anew before this is made interactive.
    <html
      lang="en"
      data-theme={theme === 'light' || theme === 'dark' ? theme : undefined}
      suppressHydrationWarning
    >
      <head>{csrfToken === undefined ? null : <meta name="csrf-token" content={csrfToken} />}</head>
      <body className="font-sans antialiased">{children}</body>
    </html>
  );
}
