import { startSingleSignOn } from '#lib/api/sign-in/single-sign-on.ts';

export const dynamic = 'force-dynamic';

export const GET = startSingleSignOn;
