import { headers } from 'next/headers';
import { services } from '#lib/boot/services.ts';
import { linksFor } from '../door/links.ts';
import { readPageRequest } from './page-request.ts';

/** Address of this server as the page's reader calls it, or as the settings say; without a slash behind. */
export async function ownAddress(): Promise<string> {
  const { settings } = await services();
  return linksFor(readPageRequest(await headers()), settings.web).to('');
}
