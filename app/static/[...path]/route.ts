import { answerMissingViewer } from '#lib/api/missing-viewer.ts';

/** Files that exist are answered before a request comes here. */
export const GET = (request: Request) => answerMissingViewer(new URL(request.url).pathname);
