import { answerDownload } from '#lib/api/portfolio-downloads.ts';

/** Zips of portfolios, for deployments without the lane of server.ts. */
export function GET(request: Request): Promise<Response> {
  return answerDownload(request);
}

export const HEAD = GET;
export const OPTIONS = GET;
