import path from 'node:path';
import { expect, it } from 'vitest';
import { effectiveSettings } from './effective.ts';
import { loadSettings } from './settings.ts';

const SECRETS = {
  SECRET_KEY: '3f9a1c07b5d2e8846a0bcd1e2f7093ab',
  ADMIN_PASSWORD: 'a very good password',
  LDAP_BIND_PASSWORD: 'directory-password',
  OIDC_CLIENT_SECRET: 'client-secret',
  DATABASE_URL: 'postgresql://emulsion:database-password@db.example.org/emulsion?sslkey=key-file',
  XREF_TRACKING_URL: 'https://tracking-key@count.example.org/?token=query-key&id=',
  REDIS_URL: 'redis://:redis-password@cache.example.org:6379',
};

function effective(env: Record<string, string>) {
  const variables = env as NodeJS.ProcessEnv;
  const all = effectiveSettings(loadSettings(variables), variables);
  return Object.fromEntries(all.map((setting) => [setting.name, setting]));
}

it('tells defaults and what is set, by which name', () => {
  const found = effective({ PORT: '8080', IMAGES_BASE_DIR: 'pictures', STATS_KEEP_DAYS: ' ' });
  expect(found.PORT).toMatchObject({ value: '8080', setBy: 'PORT', default: '3000', secret: false });
  expect(found.IMAGES_DIR).toMatchObject({ value: path.resolve('pictures'), setBy: 'IMAGES_BASE_DIR' });
  expect(found.STATS_KEEP_DAYS).toMatchObject({ value: '365', setBy: null });
  expect(found.CACHE_DIR).toMatchObject({ value: path.resolve('.data/cache'), setBy: null });
  expect(found.REDIS_URL).toMatchObject({ value: null, setBy: null, default: 'no Redis' });
});

it('tells no secret, only that it is set', () => {
  const found = effective(SECRETS);
  const text = JSON.stringify(found);
  for (const secret of [
    SECRETS.SECRET_KEY,
    SECRETS.ADMIN_PASSWORD,
    'directory-password',
    'client-secret',
    'database-password',
    'redis-password',
    'tracking-key',
    'query-key',
    'key-file',
  ]) {
    expect(text).not.toContain(secret);
  }
  expect(found.SECRET_KEY).toMatchObject({ value: null, setBy: 'SECRET_KEY', secret: true });
  expect(found.DATABASE_URL?.value).toContain('emulsion:***@db.example.org');
});
