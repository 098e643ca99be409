import type { z } from 'zod';
import type { personalToken, session } from '#lib/contracts/resources.ts';
import type { PersonalToken, SessionInfo } from '#lib/identity/identity.ts';

type Dated<Shape, Name extends keyof Shape> = Omit<Shape, Name> & Record<Name, Date | null>;

/** A browser session as the API shows it. */
export function sessionResource(
  info: SessionInfo,
  current: string | undefined,
): Dated<z.input<typeof session>, 'created' | 'last_seen' | 'expires'> {
  return {
    id: info.id,
    method: info.method,
    address: info.address,
    user_agent: info.userAgent,
    created: info.createdAt,
    last_seen: info.lastSeenAt,
    expires: info.expiresAt,
    current: info.id === current,
  };
}

/** A personal token as the API shows it: without the token. */
export function personalTokenResource(
  token: PersonalToken,
): Dated<z.input<typeof personalToken>, 'created' | 'expires' | 'last_used'> {
  return {
    id: token.id,
    name: token.name,
    hint: token.hint,
    scopes: token.scopes,
    created: token.createdAt,
    expires: token.expiresAt ?? null,
    last_used: token.lastUsedAt ?? null,
    last_address: token.lastAddress,
  };
}
