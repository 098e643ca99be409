import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { provideServices } from '#lib/boot/services.ts';
import type { Scope } from '#lib/identity/scopes.ts';
import { type ApiServer, startApiServer } from '../testing/api-server.ts';
import { requireFlags, requirePerson } from './person.ts';

const shown = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock('next/headers', () => ({ headers: async () => shown.headers }));

let server: ApiServer;

beforeAll(async () => {
  vi.stubEnv('__NEXT_EXPERIMENTAL_AUTH_INTERRUPTS', 'true');
  server = await startApiServer();
  provideServices(Promise.resolve(server.services));
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await server?.stop();
});

/** What a page says to somebody: the name of the person, or why it is not shown. */
async function outcomeOf(page: () => Promise<{ principal: { username: string } }>): Promise<string> {
  try {
    return (await page()).principal.username;
  } catch (error) {
    return error instanceof Error && 'digest' in error ? String(error.digest) : String(error);
  }
}

const FORBIDDEN = 'NEXT_HTTP_ERROR_FALLBACK;403';

it.each<[Scope, string, string]>([
  ['read', 'admin', FORBIDDEN],
  ['write', FORBIDDEN, FORBIDDEN],
  ['admin', FORBIDDEN, 'admin'],
])('a token for %s opens no more than that is good for', async (scope, page, administration) => {
  const as = { userId: 1, username: 'admin', via: 'session', address: '', requestId: 'x' } as const;
  const wish = { name: scope, scopes: [scope], expiresAt: undefined };
  const { token } = await server.parts.identity.createPersonalToken(as, 1, wish);
  shown.headers = new Headers({ Authorization: `Bearer ${token}` });
  expect(await outcomeOf(requirePerson)).toBe(page);
  expect(await outcomeOf(() => requireFlags('admin_all'))).toBe(administration);
});
