import type { Metadata } from 'next';
import Link from 'next/link';
import { WordMark } from './word-mark.tsx';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center gap-4 px-6 py-16">
      <WordMark className="mb-6 h-7 w-auto self-start" />
      <h1 className="text-2xl font-semibold">There is no page at this address</h1>
      <p className="text-muted">
        Pictures live at <code className="font-mono text-text">/image?src=folder/name.jpg</code>.
      </p>
      <p>
        <Link className="text-accent underline underline-offset-4" href="/">
          To the first page
        </Link>
      </p>
    </main>
  );
}
