import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { publishingSetup } from '#lib/api/publishing-setup.ts';
import { readPageRequest } from '#lib/api/sign-in/page-request.ts';
import { requirePerson } from '#lib/api/sign-in/person.ts';
import { services } from '#lib/boot/services.ts';
import { Publisher } from '../../../components/publisher/publisher.tsx';

export const metadata: Metadata = { title: 'Publish' };

export default async function PublishPage() {
  await requirePerson();
  const { api } = await services();
  return <Publisher setup={await publishingSetup(api, readPageRequest(await headers()))} />;
}
