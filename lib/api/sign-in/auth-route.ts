import { services } from '#lib/boot/services.ts';
import { badRequest } from '#lib/errors/error.ts';
import { type AuthStep, takeAuthStep } from './auth.ts';
import { comesFromElsewhere, readPageRequest } from './page-request.ts';
import { readFields, redirectTo, refusal } from './page-response.ts';

/** Answers /api/auth/…, the addresses of next-auth: what its own client library and OpenID providers call. */
export async function answerAuth(request: Request): Promise<Response> {
  try {
    const { api } = await services();
    const page = readPageRequest(request.headers);
    // next-auth's token is no proof against a site beside this one, which can plant the cookie that it is compared with.
    if (request.method === 'POST' && comesFromElsewhere(page, api.settings.web)) {
      throw badRequest('the request comes from another site');
    }
    const { pathname, searchParams } = new URL(request.url);
    const body = request.method === 'POST' ? await readFields(request) : {};
    const step: AuthStep = {
      method: request.method === 'POST' ? 'POST' : 'GET',
      path: pathname.split('/').slice(3).filter(Boolean),
      query: Object.fromEntries(searchParams),
      body,
    };
    const answer = await takeAuthStep(api, page, step);
    if (answer.location !== undefined && body.json !== 'true') {
      return redirectTo(answer.location, answer.cookies);
    }
    const headers = new Headers({ 'Cache-Control': 'private, no-store', 'Content-Type': 'application/json' });
    for (const cookie of answer.cookies) headers.append('Set-Cookie', cookie);
    const status = answer.location === undefined || answer.failure ? answer.status : 200;
    const text = JSON.stringify(
      answer.location === undefined ? (answer.body ?? null) : { url: answer.location },
    );
    return new Response(text, { status, headers });
  } catch (error) {
    return refusal(error);
  }
}
