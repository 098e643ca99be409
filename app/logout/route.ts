import { answerLogout } from '#lib/api/sign-in/logout.ts';

export const dynamic = 'force-dynamic';

export const GET = answerLogout;
export const POST = answerLogout;
