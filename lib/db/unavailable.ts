/** Prisma's codes for a database that cannot be reached, is too slow or has no connection left. */
const CODES: ReadonlySet<string> = new Set([
  'P1000',
  'P1001',
  'P1002',
  'P1008',
  'P1011',
  'P1017',
  'P2024',
  'P2028',
  'P2037',
]);

/** Errors of the driver that never reach Prisma's own table of codes. */
const MESSAGES =
  /connection (terminated|ended|timeout|timed out|refused|reset)|query read timeout|ECONNREFUSED|ECONNRESET|EPIPE|server closed|shutting down|starting up|recovery mode/i;

/** Whether an error means that the database is away for the moment, as opposed to a wrong query. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'PrismaClientInitializationError') return true;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (CODES.has(code) || /^(08|57P|53)/.test(code)) return true;
  return MESSAGES.test(error.message) || isDatabaseAway(error.cause);
}
