import { randomUUID } from 'node:crypto';
import { type DestinationStream, type Logger, pino } from 'pino';
import { prettyLine } from './pretty.ts';

export type { Logger };

type LogOptions = {
  level: string;
  /** Undefined: pretty when the output is a terminal, else json. */
  format?: 'json' | 'pretty' | undefined;
  /** Passes over every finished line, to blank secrets wherever they turn up. */
  redact?: (line: string) => string;
  /** Where lines go; standard output unless told otherwise. */
  output?: { write(line: string): unknown; isTTY?: boolean };
};

/** Fields that are never logged, whatever they hold. */
const SECRET_FIELDS = [
  'password',
  'token',
  'secret',
  'authorization',
  'cookie',
  '*.password',
  '*.token',
  '*.secret',
  '*.authorization',
  '*.cookie',
  '*["set-cookie"]',
  '*["x-auth-token"]',
  'request.headers.authorization',
  'request.headers.cookie',
];

/** The log of the process: one line per entry, with secrets blanked. Errors go under the key `err`. */
export function createLogger({ level, format, redact, output = process.stdout }: LogOptions): Logger {
  const pretty = format === 'pretty' || (format === undefined && output.isTTY === true);
  const clean = redact ?? ((line: string) => line);
  const destination: DestinationStream = {
    write: (line) => output.write(clean(pretty ? prettyLine(line) : line)),
  };
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: (error: unknown) => describeError(error) },
      redact: { paths: SECRET_FIELDS, censor: '***' },
    },
    destination,
  );
}

/**
 * What of an error belongs in the log. Libraries hang whole clients with keys and buffers on theirs, so
 * nothing is taken but what is named here.
 */
function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...('code' in error ? { code: error.code } : {}),
    ...(error.cause !== undefined && depth < 3 ? { cause: describeError(error.cause, depth + 1) } : {}),
  };
}

/**
 * The id a request is known by in the log and in X-Request-Id: the caller's when it is short and plain (8 to
 * 64 letters, digits, `-`, `_`, `.`), so that ids of a proxy carry through, else a fresh one.
 */
export function requestId(header: string | undefined): string {
  return header !== undefined && /^[\w.-]{8,64}$/.test(header) ? header : randomUUID();
}

/** A log whose every line carries the request's id. */
export function requestLog(log: Logger, id: string): Logger {
  return log.child({ requestId: id });
}
