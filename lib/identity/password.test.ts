import { createHash, createHmac, pbkdf2Sync, scryptSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { generatePassword, hashPassword } from './password.ts';
import { LONGEST_PASSWORD, verifyPassword } from './verify-password.ts';

const PASSWORD = 'Zoë’s pass$word';

const hmac = (hash: string) => `${hash}$s4lt$${createHmac(hash, 's4lt').update(PASSWORD).digest('hex')}`;
const pbkdf2 = (rounds: number) => pbkdf2Sync(PASSWORD, 's4lt', rounds, 32, 'sha256').toString('hex');
const scrypt = (log2N: number, p: number) => {
  const salt = Buffer.from('0123456789abcdef');
  const options = { N: 2 ** log2N, r: 8, p, maxmem: 2 ** 28 };
  const hash = scryptSync(PASSWORD.normalize('NFC'), salt, 32, options);
  const text = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
  return `$scrypt$ln=${log2N},r=8,p=${p}$${text(salt)}$${text(hash)}`;
};

describe('forms of stored passwords', () => {
  it.each<[string, string]>([
    ['sha1 with a salt', hmac('sha1')],
    ['sha256 with a salt', hmac('sha256')],
    ['sha512 with a salt', hmac('sha512')],
    ['md5 with a salt', hmac('md5')],
    ['digits in capitals', hmac('sha1').replace(/[^$]*$/, (digits) => digits.toUpperCase())],
    ['sha1 without a salt', `sha1$$${createHash('sha1').update(PASSWORD).digest('hex')}`],
    ['plain, whatever the salt', `plain$ignored$${PASSWORD}`],
    ['pbkdf2 with rounds', `pbkdf2:sha256:1000$s4lt$${pbkdf2(1000)}`],
    ['pbkdf2 without rounds', `pbkdf2:sha256$s4lt$${pbkdf2(150_000)}`],
    ['scrypt of an older, larger cost', scrypt(17, 1)],
    ['scrypt of an older, smaller cost', scrypt(10, 1)],
  ])('%s is verified and to be replaced', async (_, stored) => {
    expect(await verifyPassword(stored, PASSWORD)).toEqual({ right: true, outdated: true });
    expect((await verifyPassword(stored, `${PASSWORD} `)).right).toBe(false);
  });

  it.each([
    ['nothing', ''],
    ['one dollar', 'sha1$abc'],
    ['an unknown method', `crc32$s4lt$${PASSWORD}`],
    ['plain with nothing stored', 'plain$$'],
    ['pbkdf2 without salt', `pbkdf2:sha256:10$$${pbkdf2(10)}`],
    ['pbkdf2 with no rounds', `pbkdf2:sha256:0$s4lt$${PASSWORD}`],
    ['pbkdf2 with endless rounds', `pbkdf2:sha256:9999999$s4lt$${PASSWORD}`],
    ['scrypt that takes all memory', '$scrypt$ln=31,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZg'],
    ['scrypt cut off', scrypt(10, 1).slice(0, 50)],
    ['no account', undefined],
  ])('%s matches nothing', async (_, stored) => {
    const password = stored === '' || stored === 'plain$$' ? '' : PASSWORD;
    expect(await verifyPassword(stored, password)).toEqual({ right: false, outdated: false });
  });
});

describe('new passwords', () => {
  it('are verified, however accents were typed, and stay as they are', async () => {
    const stored = await hashPassword(PASSWORD);
    expect(stored.length).toBeLessThanOrEqual(255);
    expect(await verifyPassword(stored, PASSWORD.normalize('NFD'))).toEqual({ right: true, outdated: false });
    expect((await verifyPassword(stored, PASSWORD.toUpperCase())).right).toBe(false);
    expect(await hashPassword(PASSWORD)).not.toBe(stored);
  });

  it('that are longer than any are wrong', async () => {
    const long = 'x'.repeat(LONGEST_PASSWORD + 1);
    expect((await verifyPassword(`plain$$${long}`, long)).right).toBe(false);
  });

  it('that are generated differ', () => {
    expect(generatePassword()).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
    expect(generatePassword()).not.toBe(generatePassword());
  });
});

it('a wrong password takes about the same time, whoever it is of', async () => {
  const current = await hashPassword(PASSWORD);
  const time = async (stored: string | undefined) => {
    let least = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 3; round++) {
      const begun = performance.now();
      await verifyPassword(stored, 'wrong');
      least = Math.min(least, performance.now() - begun);
    }
    return least;
  };
  const usual = await time(current);
  for (const stored of [undefined, hmac('sha1'), 'plain$$x', 'broken']) {
    const ratio = (await time(stored)) / usual;
    expect(ratio).toBeGreaterThan(0.4);
    expect(ratio).toBeLessThan(2.5);
  }
});
