import { whoLooks } from '#lib/api/sign-in/person.ts';
import { services } from '#lib/boot/services.ts';

export const dynamic = 'force-dynamic';

const HEADERS = { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' };

/** The text of one package's licence, `?name=&version=`, for people who are signed in. */
export async function GET(request: Request): Promise<Response> {
  const { principal } = await whoLooks();
  if (principal.userId === undefined) {
    return new Response('Sign in first.\n', { status: 401, headers: HEADERS });
  }
  const { searchParams } = new URL(request.url);
  const { packages } = await (await services()).licences();
  const found = packages.find(
    ({ name, version }) => name === searchParams.get('name') && version === searchParams.get('version'),
  );
  if (!found) return new Response('There is no such package.\n', { status: 404, headers: HEADERS });
  return new Response(found.text, { headers: { ...HEADERS, 'Cache-Control': 'private, max-age=3600' } });
}
