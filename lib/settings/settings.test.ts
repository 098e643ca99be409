import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactForLog, redactSecrets } from './redact.ts';
import { loadSettings, SettingsError } from './settings.ts';

const GOOD_KEY = '3f9a1c07b5d2e8846a0bcd1e2f7093ab';

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadSettings(env as NodeJS.ProcessEnv);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

function load(env: Record<string, string>) {
  return loadSettings(env as NodeJS.ProcessEnv);
}

describe('loadSettings', () => {
  test('an empty environment gives the documented defaults', () => {
    const settings = load({});
    expect(settings.server).toMatchObject({
      port: 3000,
      host: '0.0.0.0',
      dataDir: path.resolve('.data'),
      imagesDir: path.resolve('.data/images'),
      databaseUrl: undefined,
      secretKey: undefined,
    });
    expect(settings.imaging).toMatchObject({ maxDimension: 15000, autoFormats: ['avif', 'webp'] });
    expect(settings.cache).toMatchObject({
      dir: path.resolve('.data/cache'),
      memoryBytes: 256 * 1024 * 1024,
      redisTtlSeconds: 168 * 3600,
    });
    expect(settings.rendering.concurrency).toBeGreaterThanOrEqual(1);
  });

  test('folders follow DATA_DIR unless they are set themselves', () => {
    expect(load({ DATA_DIR: '/srv/e' }).server.imagesDir).toBe(path.resolve('/srv/e/images'));
    expect(load({ DATA_DIR: '/srv/e' }).cache.dir).toBe(path.resolve('/srv/e/cache'));
    expect(load({ DATA_DIR: '/srv/e', CACHE_DIR: '/fast' }).cache.dir).toBe(path.resolve('/fast'));
  });

  test.each([
    [{ IMAGES_BASE_DIR: '/a' }, '/a'],
    [{ IMAGES_DIR: '/b' }, '/b'],
    [{ IMAGES_DIR: '/c', IMAGES_BASE_DIR: '/c' }, '/c'],
  ])('the older folder name is accepted: %o', (env, expected) => {
    expect(load(env).server.imagesDir).toBe(path.resolve(expected));
  });

  test.each([
    ['true', true],
    ['FALSE', false],
    ['1', true],
    ['0', false],
    ['Yes', true],
    ['no', false],
    [' true ', true],
    ['', false],
  ])('BENCHMARKING=%j is %s', (text, expected) => {
    expect(load({ BENCHMARKING: text }).server.benchmarking).toBe(expected);
  });

  test.each([
    ['5', 10],
    ['10', 10],
    ['45', 45],
    ['9999', 120],
    ['-1', 10],
  ])('IMAGE_GENERATION_WAIT_TIMEOUT=%s is forced to %i', (text, expected) => {
    expect(load({ IMAGE_GENERATION_WAIT_TIMEOUT: text }).rendering.waitTimeoutSeconds).toBe(expected);
  });

  test.each([
    ['999999', 0],
    ['1000000', 1000000],
    ['0', 0],
  ])('AUTO_PYRAMID_THRESHOLD=%s means %i', (text, expected) => {
    expect(load({ AUTO_PYRAMID_THRESHOLD: text }).imaging.pyramidThreshold).toBe(expected);
  });

  test.each([
    ['avif', ['avif']],
    ['webp, AVIF', ['webp', 'avif']],
    ['webp,webp', ['webp']],
    ['none', []],
  ])('IMAGE_AUTO_FORMATS=%s', (text, expected) => {
    expect(load({ IMAGE_AUTO_FORMATS: text }).imaging.autoFormats).toEqual(expected);
  });

  test.each([
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['PORT', '0x50'],
    ['BENCHMARKING', 'maybe'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['REDIS_URL', 'localhost:6379'],
    ['ADMIN_PASSWORD', 'short'],
    ['SECRET_KEY', 'tooshort'],
    ['SECRET_KEY', 'a'.repeat(64)],
    ['SECRET_KEY', 'changeme-changeme-1234567890-abcdefgh'],
    ['LOG_LEVEL', 'loud'],
    ['LOG_FORMAT', 'xml'],
    ['PROXY_SERVERS', '-1'],
    ['IMAGE_RESIZE_QUALITY', '4'],
    ['IMAGE_AUTO_FORMATS', 'avif,bmp'],
    ['XREF_TRACKING_URL', 'ftp://x'],
    ['CACHE_MEMORY_MB', '1e3'],
    ['DATA_DIR', 'a\u0000b'],
  ])('%s=%j is refused by name, without repeating the value', (name, text) => {
    const problems = problemsOf({ [name]: text });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name}: expected \\S`));
    if (text.length > 4) expect(problems[0]).not.toContain(text);
  });

  test('all wrong settings are listed at once', () => {
    expect(
      problemsOf({ PORT: 'x', HOST: 'ok', SECRET_KEY: 'y', IMAGES_DIR: '/a', IMAGES_BASE_DIR: '/b' }),
    ).toEqual([
      expect.stringContaining('PORT'),
      expect.stringContaining('IMAGES_DIR and IMAGES_BASE_DIR'),
      expect.stringContaining('SECRET_KEY'),
    ]);
  });

  test('a wrong value under the older name is reported under that name', () => {
    expect(problemsOf({ ICC_BASE_DIR: '\u0007bad' })[0]).toMatch(/^ICC_BASE_DIR: /);
  });

  test('any text in any number setting either loads within bounds or is refused by name', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const problems = problemsOf({ RENDER_QUEUE_LIMIT: text });
        if (problems.length > 0) {
          expect(problems[0]).toMatch(/^RENDER_QUEUE_LIMIT: /);
          return;
        }
        const { queueLimit } = load({ RENDER_QUEUE_LIMIT: text }).rendering;
        expect(Number.isInteger(queueLimit) && queueLimit >= 0 && queueLimit <= 100_000).toBe(true);
      }),
    );
  });
});

describe('redaction', () => {
  const settings = load({
    DATA_DIR: '/srv/emulsion',
    SECRET_KEY: GOOD_KEY,
    ADMIN_PASSWORD: 'correct horse',
    DATABASE_URL: 'postgresql://dbuser:p%40ss-word@db.example/emulsion',
    REDIS_URL: 'redis://:red1spass@cache.example:6379',
    HOST: 'pics.example',
    LDAP_INTEGRATION: 'true',
    LDAP_SERVER_TYPE: 'ActiveDirectory',
    LDAP_SERVER: 'directory.example:389',
    LDAP_CA_FILE: '/etc/directory/ca.pem',
    LDAP_QUERY_BASE: 'dc=example',
    LDAP_BIND_USER_DN: 'cn=searcher,dc=example',
    LDAP_BIND_PASSWORD: 'b1nd:389',
    OIDC_ISSUER: 'https://provider.example',
    OIDC_CLIENT_ID: 'emulsion',
    OIDC_CLIENT_SECRET: 'client s3cret',
  });
  const secrets = [
    GOOD_KEY,
    'correct horse',
    'p%40ss-word',
    'p@ss-word',
    'red1spass',
    'b1nd:389',
    'client s3cret',
  ];

  test.each(secrets)('%s shows in no message', (secret) => {
    expect(redactSecrets(settings)(`failed with ${secret}!`)).toBe('failed with ***!');
    expect(redactForLog(settings)(`failed with ${secret}!`)).toBe('failed with ***!');
  });

  test('folders and user names are kept from people but not from the log', () => {
    const message = 'cannot open /srv/emulsion/images/a.jpg as dbuser';
    expect(redactSecrets(settings)(message)).toBe('cannot open ***/a.jpg as ***');
    expect(redactForLog(settings)(message)).toBe(message);
  });

  test.each([
    'directory.example:389',
    'directory.example',
    'cn=searcher,dc=example',
    '/etc/directory/ca.pem',
  ])('%s of the directory is kept from people but not from the log', (place) => {
    expect(redactSecrets(settings)(`no answer from ${place}.`)).toBe('no answer from ***.');
    expect(redactForLog(settings)(`no answer from ${place}.`)).toBe(`no answer from ${place}.`);
  });

  test('ordinary values stay', () => {
    expect(redactSecrets(settings)('pics.example on 0.0.0.0:3000')).toBe('pics.example on 0.0.0.0:3000');
  });
});
