import { answerLoginForm } from '#lib/api/sign-in/login-form.ts';

export const dynamic = 'force-dynamic';

/** `POST /login/`, which the middleware leads here: a page and a route cannot have one address. */
export const POST = answerLoginForm;
