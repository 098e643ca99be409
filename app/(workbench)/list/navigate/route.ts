import { answerNavigate } from '#lib/api/list-navigate.ts';

export const dynamic = 'force-dynamic';

export const GET = answerNavigate;
