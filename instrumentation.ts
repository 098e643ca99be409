/**
 * Called by Next once before the first request. Under server.ts the services run already; a deployment
 * without it (`next start`, serverless) starts them here.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { hasServices, provideServices } = await import('#lib/boot/services.ts');
  if (hasServices()) return;
  const { startServices } = await import('#lib/boot/start.ts');
  provideServices(startServices());
}
