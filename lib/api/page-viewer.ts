import { headers } from 'next/headers';
import { services } from '#lib/boot/services.ts';
import { type Links, linksFor } from './door/links.ts';
import { readPageRequest } from './sign-in/page-request.ts';
import { whoLooks } from './sign-in/person.ts';

/** Who looks at the page, with what its first paint is read through; rights are up to date. */
export async function pageViewer() {
  const { api: parts } = await services();
  await parts.refresh();
  const links: Links = linksFor(readPageRequest(await headers()), parts.settings.web);
  return { parts, caller: await whoLooks(), links };
}
