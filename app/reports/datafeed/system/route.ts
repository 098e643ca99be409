import { answerFeed } from '#lib/api/report-feed.ts';

export const dynamic = 'force-dynamic';

export const GET = (request: Request): Promise<Response> => answerFeed(request, 'system');
