import { services } from '#lib/boot/services.ts';

export const dynamic = 'force-dynamic';

/** Ready: database, storage and cache answer and a tiny render works. */
export async function GET(): Promise<Response> {
  const { unready, log } = await services();
  const parts = await unready();
  // The reason may name hosts and folders: it goes to the log, the caller learns which part it is.
  for (const { part, problem } of parts) log.error({ part, problem }, 'not ready');
  return Response.json(
    parts.length === 0 ? { status: 'ok' } : { status: 'unavailable', failing: parts.map(({ part }) => part) },
    { status: parts.length === 0 ? 200 : 503, headers: { 'Cache-Control': 'no-store' } },
  );
}
