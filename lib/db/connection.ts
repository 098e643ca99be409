import pg from 'pg';

/** Seconds a connection may take to come about. */
const CONNECT_TIMEOUT = 10_000;

/** The database cannot be used. The message is meant to be printed as it is and holds no password. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
}

/**
 * How to connect to a DATABASE_URL. Prisma's `?schema=` is understood: it becomes the search path, so that
 * raw SQL and Prisma mean the same tables.
 */
export function connectionOptions(url: string): { config: pg.ClientConfig; schema: string | undefined } {
  const schema = URL.parse(url)?.searchParams.get('schema') ?? undefined;
  return {
    schema,
    config: {
      connectionString: url,
      connectionTimeoutMillis: CONNECT_TIMEOUT,
      keepAlive: true,
      application_name: 'emulsion',
      ...(schema === undefined ? {} : { options: `-c search_path=${quoteOption(schema)}` }),
    },
  };
}

function quoteOption(schema: string): string {
  return `"${schema.replaceAll('"', '""')}"`.replace(/[\\ ]/g, '\\$&');
}

/** A single connection, for locks and listening. Throws DatabaseError in plain words. */
export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client(connectionOptions(url).config);
  // Without a listener a lost connection would end the process; the next query reports it anyway.
  client.on('error', () => {});
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    throw new DatabaseError(describeConnectError(error, url), { cause: error });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the host name is unknown',
  EAI_AGAIN: 'the host name cannot be looked up',
  ETIMEDOUT: 'it did not answer in time',
  ECONNRESET: 'it closed the connection',
  ENOENT: 'there is no socket of that name',
  '28P01': 'it refused the user name or password',
  '28000': 'it refused the user',
  '3D000': 'there is no database of that name',
  '53300': 'it has no connection left',
  '57P03': 'it is starting up or shutting down',
};

function describeConnectError(error: unknown, url: string): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = error instanceof Error ? error.message : String(error);
  const parsed = URL.parse(url);
  const password = parsed?.password ?? '';
  const reason = REASONS[code] ?? (password === '' ? message : message.replaceAll(password, '***'));
  return `Cannot use the database at ${parsed?.host || 'the local socket'}${parsed?.pathname ?? ''}: ${reason}.`;
}
