/** Milliseconds before a question is asked once more. */
const AGAIN_AFTER = 1500;

/** Refused by the server; asking again would change nothing. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'Refused';
    this.status = status;
  }
}

/**
 * Asks the API as the visitor of the page: with cookies on the server's own pages, as the public elsewhere. No header
 * makes the browser ask for leave first. A server that is busy, or a broken connection, is asked once more.
 * @param path below `api/v1/`, with its query
 * @returns what the answer holds as `data`
 * @throws Refused with the status and the server's words
 */
export async function askApi(server: string, path: string, signal: AbortSignal): Promise<unknown> {
  try {
    return await ask(server, path, signal);
  } catch (error) {
    if (signal.aborted || (error instanceof Refused && error.status < 500)) throw error;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER));
    signal.throwIfAborted();
    return ask(server, path, signal);
  }
}

async function ask(server: string, path: string, signal: AbortSignal): Promise<unknown> {
  const answer = await fetch(`${server}api/v1/${path}`, { headers: { Accept: 'application/json' }, signal });
  const body: unknown = await answer.json().catch(() => undefined);
  const { message, data } = (typeof body === 'object' && body !== null ? body : {}) as {
    message?: unknown;
    data?: unknown;
  };
  if (!answer.ok) {
    throw new Refused(answer.status, typeof message === 'string' ? message : `status ${answer.status}`);
  }
  return data;
}
