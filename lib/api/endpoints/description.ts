import { createHash } from 'node:crypto';
import { type Endpoint, endpoint, outcome } from '../door/endpoint.ts';
import { openApiDocument } from '../openapi/document.ts';

/**
 * The description of the API, made once when it is first asked for.
 * @param all the whole table, this operation included
 */
export function descriptionEndpoints(all: () => readonly Endpoint[]): Endpoint[] {
  let made: { text: string; etag: string } | undefined;

  function make(): { text: string; etag: string } {
    const text = JSON.stringify(openApiDocument(all()));
    return { text, etag: `openapi-${createHash('sha256').update(text).digest('hex').slice(0, 16)}` };
  }

  return [
    endpoint({
      method: 'GET',
      path: '/openapi.json',
      name: 'getDescription',
      summary: 'This description of the API, as OpenAPI 3.1',
      tag: 'About the API',
      access: 'anyone',
      scope: 'read',
      internal: false,
      versioned: true,
      answer: undefined,
      pageType: 'application/json',
      async handle() {
        made ??= make();
        return outcome({
          data: null,
          etag: made.etag,
          page: { type: 'application/json', text: made.text },
        });
      },
    }),
  ];
}
