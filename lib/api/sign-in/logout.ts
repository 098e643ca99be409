import { services } from '#lib/boot/services.ts';
import { takeAuthStep } from './auth.ts';
import { comesFromElsewhere, readPageRequest } from './page-request.ts';
import { redirectTo, refusal } from './page-response.ts';

/**
 * `/logout/`: ends the session and goes to the sign-in page (contract of the original). What another site makes the
 * browser ask for changes nothing.
 */
export async function answerLogout(request: Request): Promise<Response> {
  try {
    const { api } = await services();
    const page = readPageRequest(request.headers);
    if (comesFromElsewhere(page, api.settings.web)) return redirectTo('/');
    const { cookies } = await takeAuthStep(api, page, { method: 'POST', path: ['signout'], trusted: true });
    return redirectTo('/login/', cookies);
  } catch (error) {
    return refusal(error);
  }
}
