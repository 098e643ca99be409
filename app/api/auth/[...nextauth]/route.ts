import { answerAuth } from '#lib/api/sign-in/auth-route.ts';

export const dynamic = 'force-dynamic';

export const GET = answerAuth;
export const POST = answerAuth;
