export const dynamic = 'force-dynamic';

/** Alive: the process answers. Looks at nothing else, so that a slow database never gets it restarted. */
export function GET(): Response {
  return Response.json({ status: 'ok' }, { headers: { 'Cache-Control': 'no-store' } });
}
