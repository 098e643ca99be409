import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { publishingSetup } from '#lib/api/publishing-setup.ts';
import { readPageRequest } from '#lib/api/sign-in/page-request.ts';
import { requirePerson } from '#lib/api/sign-in/person.ts';
import { services } from '#lib/boot/services.ts';
import { TemplatePage } from '../../../../../components/publisher/template-page.tsx';

export const metadata: Metadata = { title: 'Template' };

export default async function EditTemplatePage({ params }: { params: Promise<{ id: string }> }) {
  await requirePerson();
  const { id } = await params;
  if (!/^\d{1,9}$/.test(id)) notFound();
  const { api } = await services();
  const setup = await publishingSetup(api, readPageRequest(await headers()));
  return <TemplatePage key={id} id={Number(id)} setup={setup} />;
}
