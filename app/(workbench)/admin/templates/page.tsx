import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { publishingSetup } from '#lib/api/publishing-setup.ts';
import { readPageRequest } from '#lib/api/sign-in/page-request.ts';
import { requirePerson } from '#lib/api/sign-in/person.ts';
import { services } from '#lib/boot/services.ts';
import { TemplateList } from '../../../../components/publisher/template-list.tsx';

export const metadata: Metadata = { title: 'Templates' };

export default async function TemplatesPage() {
  await requirePerson();
  const { api } = await services();
  return <TemplateList setup={await publishingSetup(api, readPageRequest(await headers()))} />;
}
