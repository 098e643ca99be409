import { services } from '#lib/boot/services.ts';

export const dynamic = 'force-dynamic';

/** Metrics for Prometheus. */
export async function GET(): Promise<Response> {
  const { metrics } = await services();
  const { contentType, text } = await metrics();
  return new Response(text, { headers: { 'Content-Type': contentType, 'Cache-Control': 'no-store' } });
}
