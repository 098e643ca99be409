import { services } from '#lib/boot/services.ts';
import { takeAuthStep } from './auth.ts';
import { nextTarget } from './next-target.ts';
import { ownHosts, readPageRequest } from './page-request.ts';
import { redirectTo, refusal } from './page-response.ts';
import { loginPage } from './places.ts';

/** `GET /login/single/?next=`: sends the browser to the OpenID provider. */
export async function startSingleSignOn(request: Request): Promise<Response> {
  try {
    const { api } = await services();
    const page = readPageRequest(request.headers);
    const { signIn, web, oidc } = api.settings;
    const wish = new URL(request.url).searchParams.get('next');
    const next = nextTarget(wish, ownHosts(page, web), signIn.redirectHosts);
    if (oidc.issuer === undefined) return redirectTo(loginPage(next));
    // Whoever sends somebody here achieves nothing: the answer of the provider must fit to the cookies set now.
    const { location, cookies } = await takeAuthStep(api, page, {
      method: 'POST',
      path: ['signin', 'oidc'],
      body: { callbackUrl: next },
      trusted: true,
    });
    return redirectTo(location ?? loginPage(next), cookies);
  } catch (error) {
    return refusal(error);
  }
}
