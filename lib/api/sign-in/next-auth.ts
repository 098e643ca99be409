import imported, { type AuthOptions } from 'next-auth';

/** A request to next-auth as plain data. */
type AuthCall = {
  method: string;
  /** What stands behind /api/auth/: the action, then the provider. */
  path: readonly string[];
  query: Readonly<Record<string, string>>;
  body: Readonly<Record<string, string>>;
  cookies: Readonly<Record<string, string>>;
};

/** What next-auth answers, before it is a response. */
type AuthReply = {
  status: number;
  headers: Map<string, string | readonly string[]>;
  /** Where it sends the browser; it takes itself to be at http://localhost:3000. */
  location: string | undefined;
  body: unknown;
};

type Handler = (request: unknown, response: unknown, options: AuthOptions) => Promise<unknown>;

/** Its default export is CommonJS: outside of a bundle it is wrapped once more. */
const NextAuth = ((imported as unknown as { default?: Handler }).default ?? imported) as Handler;

/**
 * Asks next-auth in the form that it has for API routes of Next's pages folder. The form for route handlers would read
 * headers and cookies around us.
 */
export async function askNextAuth(call: AuthCall, options: AuthOptions): Promise<AuthReply> {
  const reply: AuthReply = { status: 200, headers: new Map(), location: undefined, body: undefined };
  const response = {
    status(code: number) {
      reply.status = code;
      return response;
    },
    getHeader: (name: string) => reply.headers.get(name.toLowerCase()),
    setHeader(name: string, value: string | string[]) {
      if (name.toLowerCase() === 'location') reply.location = String(value);
      else reply.headers.set(name.toLowerCase(), value);
      return response;
    },
    send(body: unknown) {
      reply.body = body;
    },
    json(body: unknown) {
      reply.body = body;
    },
    end() {},
  };
  const { path, ...rest } = call;
  // Without a host it builds no address out of what the client has sent.
  const request = { ...rest, query: { ...call.query, nextauth: path }, headers: {} };
  await NextAuth(request, response, options);
  return reply;
}
