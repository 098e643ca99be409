import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Services } from '#lib/boot/services.ts';
import { createApiLane } from './api-lane.ts';
import { createPictureLane } from './picture-lane.ts';
import { createServedApi } from './served-api.ts';

/** Takes a request and returns whether it will answer it. */
export type Lane = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Everything that is answered straight from node:http: pictures, then the API. */
export function createLanes({ delivery, api, settings, log }: Services): Lane {
  const { proxyServers } = settings.server;
  const onError = (error: unknown) => log.error({ err: error }, 'an answer broke off');
  const pictures = createPictureLane(delivery, api.identity, proxyServers, onError);
  const calls = createApiLane(createServedApi(api), proxyServers, onError);
  return (request, response) => pictures(request, response) || calls(request, response);
}
