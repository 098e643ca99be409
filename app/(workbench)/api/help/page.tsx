import type { Metadata } from 'next';
import { ENDPOINTS } from '#lib/api/endpoints/all.ts';
import { openApiDocument } from '#lib/api/openapi/document.ts';
import { requirePerson } from '#lib/api/sign-in/person.ts';
import { Reference } from '../../../../components/reference/reference.tsx';

export const metadata: Metadata = { title: 'API reference' };

/** Made for whoever is signed in. */
export const dynamic = 'force-dynamic';

export default async function ReferencePage() {
  await requirePerson();
  return <Reference document={openApiDocument(ENDPOINTS)} />;
}
