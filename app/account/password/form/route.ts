import { answerPasswordForm } from '#lib/api/sign-in/password-form.ts';

export const dynamic = 'force-dynamic';

/** `POST /account/password/`, which the middleware leads here: a page and a route cannot have one address. */
export const POST = answerPasswordForm;
