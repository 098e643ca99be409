import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Services } from '#lib/boot/services.ts';
import { createApiLane } from './api-lane.ts';
import { createPictureLane } from './picture-lane.ts';
import { createDownloadLane } from './portfolio-downloads.ts';
import { createServedApi } from './served-api.ts';

/** Takes a request and returns whether it will answer it. */
export type Lane = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Everything that is answered straight from node:http: pictures, the API, zips of portfolios. */
export function createLanes(all: Services): Lane {
  const { delivery, api, settings, log } = all;
  const { proxyServers } = settings.server;
  const onError = (error: unknown) => log.error({ err: error }, 'an answer broke off');
  const pictures = createPictureLane(delivery, api.identity, proxyServers, onError);
  const calls = createApiLane(createServedApi(api), proxyServers, onError);
  const downloads = createDownloadLane(all, onError);
  return (request, response) =>
    pictures(request, response) || calls(request, response) || downloads(request, response);
}
