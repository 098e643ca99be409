import { badRequest, EmulsionError, tooLarge } from '#lib/errors/error.ts';

/** More than a form of names and passwords ever is. */
const MOST_BYTES = 64 * 1024;

const HEADERS = { 'Cache-Control': 'private, no-store', 'X-Content-Type-Options': 'nosniff' };

/** 302 to a place that is known to be safe. */
export function redirectTo(location: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({ ...HEADERS, Location: location });
  for (const cookie of cookies) headers.append('Set-Cookie', cookie);
  return new Response(null, { status: 302, headers });
}

/** A refusal in one line of text. */
export function refusal(error: unknown): Response {
  if (!(error instanceof EmulsionError)) throw error;
  const headers = new Headers({ ...HEADERS, 'Content-Type': 'text/plain; charset=utf-8' });
  if (error.retryAfter !== undefined) headers.set('Retry-After', String(error.retryAfter));
  return new Response(`${error.publicMessage}\n`, { status: error.status, headers });
}

/** The fields of a posted HTML form or JSON object. Throws 400 and 413. */
export async function readFields(request: Request): Promise<Record<string, string>> {
  if (!request.headers.get('content-type')?.startsWith('application/json')) return readForm(request);
  const value = parse((await readBytes(request)).toString('utf8'));
  if (typeof value !== 'object' || value === null) throw badRequest('expected a JSON object');
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, String(each)]));
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

/** The fields of a posted HTML form, url-encoded or multipart; files are left out. Throws 400 and 413. */
export async function readForm(request: Request): Promise<Record<string, string>> {
  const bytes = await readBytes(request);
  const type = request.headers.get('content-type') ?? '';
  if (type === '' || type.toLowerCase().startsWith('application/x-www-form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(bytes.toString('utf8')));
  }
  try {
    const form = await new Response(new Uint8Array(bytes), { headers: { 'Content-Type': type } }).formData();
    return Object.fromEntries(
      [...form].filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
    );
  } catch {
    throw badRequest('expected the fields of a form');
  }
}

async function readBytes(request: Request): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > MOST_BYTES) throw tooLarge(`expected a form of at most ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
