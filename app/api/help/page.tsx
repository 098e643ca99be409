import type { Metadata } from 'next';
import { ENDPOINTS } from '#lib/api/endpoints/all.ts';
import { openApiDocument } from '#lib/api/openapi/document.ts';
import { requirePerson } from '#lib/api/sign-in/person.ts';
import { Reference } from '../../../components/reference/reference.tsx';
import { WordMark } from '../../word-mark.tsx';

export const metadata: Metadata = { title: 'API reference' };

/** Made for whoever is signed in. */
export const dynamic = 'force-dynamic';

export default async function ReferencePage() {
  await requirePerson();
  return (
    <>
      <a
        href="#main"
        className="sr-only z-20 rounded-control bg-accent px-4 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
      >
        Skip to the content
      </a>
      <header className="sticky top-0 z-10 border-b border-border bg-canvas/92 backdrop-blur">
        <div className="mx-auto flex h-14 w-full max-w-6xl items-center justify-between gap-6 px-4 sm:px-6">
          <a href="/" aria-label="Emulsion, first page">
            <WordMark className="h-[22px] w-auto" />
          </a>
          <a
            href="/api/v1/openapi.json"
            className="rounded-control px-2.5 py-2 text-[14px] text-muted hover:text-text"
          >
            openapi.json
          </a>
        </div>
      </header>
      <Reference document={openApiDocument(ENDPOINTS)} />
    </>
  );
}
