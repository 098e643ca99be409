import type { Credentials, Identity } from '../identity.ts';
import { COOKIE } from './people.ts';

/** What a request shows of who makes it; nothing unless said. */
export function show(changes: Partial<Credentials>): Credentials {
  return { authorization: undefined, cookie: undefined, address: '10.0.0.7', ...changes };
}

export function basic(username: string, password = ''): Credentials {
  return show({ authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` });
}

export function bearer(token: string): Credentials {
  return show({ authorization: `Bearer ${token}` });
}

/** The session cookie among others. */
export function cookie(value: string): Credentials {
  return show({ cookie: `other=1; ${COOKIE}=${value}` });
}

/** The name of the person that credentials stand for; "" = nobody. */
export async function who(identity: Identity, credentials: Credentials): Promise<string> {
  return (await identity.identify(credentials)).principal.username;
}
