import type { Database } from '#lib/db/client.ts';
import { badRequest, notFound } from '#lib/errors/error.ts';
import type { Identity, PersonalToken } from './identity.ts';
import { makePersonalToken } from './personal-token.ts';
import { SCOPES, type Scope } from './scopes.ts';
import { createTokenRow, deleteToken, findTokens, type PersonalTokenRow } from './store/personal-tokens.ts';

const LONGEST_NAME = 120;
const MOST_ID = 2 ** 31 - 1;

type PersonalTokens = Pick<Identity, 'createPersonalToken' | 'listPersonalTokens' | 'revokePersonalToken'>;

/** Named tokens that people make for their programs. */
export function createPersonalTokens(parts: {
  db: Database;
  announce: () => Promise<unknown>;
}): PersonalTokens {
  const { db, announce } = parts;
  return {
    async createPersonalToken(actor, userId, wish) {
      const name = wish.name.trim();
      if (name === '' || Array.from(name).length > LONGEST_NAME || name.includes('\0')) {
        throw badRequest(`name: expected 1 to ${LONGEST_NAME} characters`);
      }
      const scopes = SCOPES.filter((scope) => wish.scopes.includes(scope));
      if (scopes.length === 0) throw badRequest(`scopes: expected at least one of ${SCOPES.join(', ')}`);
      // Not "earlier than now": that would let an invalid date pass.
      if (wish.expiresAt && !(wish.expiresAt.getTime() > Date.now())) {
        throw badRequest('expires_at: expected a time to come');
      }
      const { token, hash, hint } = makePersonalToken();
      const expiresAt = wish.expiresAt ?? null;
      const row = await createTokenRow(db, actor, { userId, name, hash, hint, scopes, expiresAt });
      return { ...shown(row), token };
    },
    async listPersonalTokens(userId) {
      return (await findTokens(db, userId)).map(shown);
    },
    async revokePersonalToken(actor, userId, id) {
      if (!Number.isInteger(id) || id < 1 || id > MOST_ID) throw notFound(`There is no token ${id}.`);
      await deleteToken(db, actor, userId, id);
      await announce();
    },
  };
}

function shown(row: PersonalTokenRow): PersonalToken {
  return {
    ...row,
    scopes: row.scopes as Scope[],
    expiresAt: row.expiresAt ?? undefined,
    lastUsedAt: row.lastUsedAt ?? undefined,
  };
}
