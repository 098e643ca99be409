import { wish } from './events.ts';

/** An answer of the API that is not a success, or no answer at all (status 0). */
export class ApiFailure extends Error {
  readonly status: number;
  readonly data: unknown;

  constructor(status: number, message: string, data: unknown = null) {
    super(message);
    this.name = 'ApiFailure';
    this.status = status;
    this.data = data;
  }
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** The data of an answer, with what stands in its envelope and headers. */
export type Answer<Data> = { data: Data; status: number; message: string; etag: string | undefined };

type Options = {
  query?: Query | undefined;
  /** Sent as JSON. */
  body?: unknown;
  /** Version of the object that is changed; answered with 409 when somebody else has changed it since. */
  ifMatch?: string | undefined;
  signal?: AbortSignal | undefined;
};

const PREFIX = '/api/v1';

/** The token that writes of a browser session carry; it is in the head of every page. */
export function csrfToken(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? '';
}

/** An address of the API below /api/v1, with the values of a query that are not undefined. */
export function apiAddress(path: string, query: Query = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return pairs.length === 0 ? PREFIX + path : `${PREFIX}${path}?${new URLSearchParams(pairs)}`;
}

async function call<Data>(method: string, path: string, options: Options = {}): Promise<Answer<Data>> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method !== 'GET') headers['X-CSRF-Token'] = csrfToken();
  if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  if (options.ifMatch !== undefined) headers['If-Match'] = options.ifMatch;
  let response: Response;
  try {
    response = await fetch(apiAddress(path, options.query), {
      method,
      headers,
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ApiFailure(0, 'The server cannot be reached. Check your connection and try again.');
  }
  const envelope = (await response.json().catch(() => undefined)) as
    | { data: Data; message: string; status: number }
    | undefined;
  if (!envelope) throw new ApiFailure(response.status, `The server answered with status ${response.status}.`);
  if (!response.ok) throw new ApiFailure(response.status, envelope.message, envelope.data);
  if (response.status === 202) wish('task-started', undefined);
  return {
    data: envelope.data,
    status: response.status,
    message: envelope.message,
    etag: response.headers.get('etag') ?? undefined,
  };
}

/**
 * Calls of the REST API. Paths are those of the reference without /api/v1, such as `/admin/users/`. Reject with
 * ApiFailure.
 */
export const api = {
  get: async <Data>(path: string, query?: Query, signal?: AbortSignal): Promise<Data> =>
    (await call<Data>('GET', path, { query, signal })).data,
  post: async <Data>(path: string, body: unknown = {}): Promise<Data> =>
    (await call<Data>('POST', path, { body })).data,
  put: async <Data>(path: string, body: unknown): Promise<Data> =>
    (await call<Data>('PUT', path, { body })).data,
  delete: async <Data = null>(path: string): Promise<Data> => (await call<Data>('DELETE', path)).data,
  /** With the entity tag, the status (202 for what goes on in the background) and all options. */
  call,
};

/** What a person reads about something that went wrong. */
export function failureText(error: unknown): string {
  if (error instanceof ApiFailure) return error.message;
  return 'Something went wrong in this page. Reload it and try again.';
}
