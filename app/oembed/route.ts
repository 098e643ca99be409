import { answerOembed } from '#lib/api/oembed/answer.ts';

export const dynamic = 'force-dynamic';

export const GET = answerOembed;
