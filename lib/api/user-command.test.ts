import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openHouse } from '#lib/identity/testing/people.ts';
import { runUserCommand } from '../../bin/user-command.ts';
import { openSessionOf } from './testing/api-people.ts';
import { type ApiServer, startApiServer } from './testing/api-server.ts';
import { runCli } from './testing/cli.ts';

// Each run of the program is a process with a start of its own.
vi.setConfig({ testTimeout: 180_000 });

let server: ApiServer;

beforeAll(async () => {
  server = await startApiServer();
});

afterAll(() => server?.stop());

const user = (args: string[], input = '') => runCli(['user', ...args], { DATA_DIR: server.dataDir }, input);

const signIn = async (username: string, password: string) =>
  (await server.call('POST', '/api/v1/token/', { form: { username, password } })).status;

const soon = { timeout: 20_000, interval: 50 };

/** What a command prints; rejects with what it complains of. */
async function run(args: string[], typed = '', db = server.parts.db): Promise<string> {
  const lines: string[] = [];
  const complaints: string[] = [];
  const print = vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(line));
  const complain = vi.spyOn(console, 'error').mockImplementation((line) => void complaints.push(line));
  try {
    const announce = async () => void (await server.parts.announce());
    const readPassword = async () => typed;
    const code = await runUserCommand({ db, announce, readPassword, args });
    if (code !== 0) throw new Error(`${code}: ${complaints.join('\n')}`);
    return lines.join('\n');
  } finally {
    print.mockRestore();
    complain.mockRestore();
  }
}

describe('emulsion user, beside a running server', () => {
  it('creates, and lets in', async () => {
    expect(await user(['create', 'Rescue', '--email', 'r@example.org', '--admin'], 'typed by hand\n')).toBe(
      'Rescue is created as an administrator.\n',
    );
    const entry = await server.parts.db.auditEntry.findFirstOrThrow({
      where: { action: 'user.create', objectName: 'Rescue' },
    });
    expect(entry).toMatchObject({ via: 'command', username: 'command line', userId: null });
    expect(await run(['api', 'rescue', 'on'])).toContain('may use the API');
    const shown = await run(['show', 'RESCUE']);
    expect(JSON.parse(shown)).toMatchObject({
      username: 'Rescue',
      email: 'r@example.org',
      allowApi: true,
      mustChangePassword: false,
      groups: [{ name: 'Administrators' }, { name: 'Normal users' }],
    });
    expect(shown).not.toContain('scrypt');
    expect(await run(['list'])).toMatch(/^Rescue\tactive, api\tr@example\.org$/m);
    expect(await signIn('rescue', 'typed by hand')).toBe(200);
  });

  it('generates a password that lets a held-up account in, and that has to be changed', async () => {
    const statuses: number[] = [];
    for (let time = 0; time < 12; time++) statuses.push(await signIn('rescue', 'forgotten'));
    expect(statuses.at(-1)).toBe(429);
    const printed = await user(['password', 'rescue', '--generate']);
    const password = /: ([a-z0-9-]{23})$/m.exec(printed)?.[1] ?? '';
    const { status, message } = await server.call('POST', '/api/v1/token/', {
      form: { username: 'rescue', password },
    });
    expect([status, message]).toEqual([403, expect.stringContaining('new password')]);
    expect(await signIn('rescue', 'typed by hand')).toBe(403);
  });

  it('ends a session when it disables an account', async () => {
    const row = await server.parts.db.user.findFirstOrThrow({ where: { username: 'Rescue' } });
    const { headers } = await openSessionOf(server, row.id);
    const isIn = async () => (await server.call('GET', '/api/v1/whoami/', { headers })).data.user !== null;
    expect(await isIn()).toBe(true);
    expect(await user(['disable', 'rescue'])).toBe('Rescue is disabled.\n');
    await expect.poll(isIn, soon).toBe(false);
  });
});

describe('user commands', () => {
  it('enable again, with a password chosen by the operator', async () => {
    expect(await run(['enable', 'rescue'])).toBe('Rescue is enabled.');
    expect(await run(['password', 'rescue'], 'chosen by hand')).toMatch(/void\.$/);
    expect(await signIn('rescue', 'chosen by hand')).toBe(200);
    expect(await run(['api', 'rescue', 'off'])).toContain('may not use');
    expect(await signIn('rescue', 'chosen by hand')).toBe(403);
  });

  it('changes groups by name in any case', async () => {
    const printed = await run(['groups', 'rescue', '-administrators', '+public']);
    expect(printed.split('\n')).toEqual(['Normal users', 'Public']);
    expect(await run(['groups', 'rescue'])).toBe(printed);
  });

  it.each<[string[], string, string]>([
    [[], '', 'expected: user list'],
    [['show'], '', 'expected: user list'],
    [['dance', 'rescue'], '', 'expected: user list'],
    [['show', 'nobody'], '', 'no user named nobody'],
    [['show', 'r%'], '', 'no user named r%'],
    [['create', 'rescue'], 'long enough', 'already exists'],
    [['create', 'n'.repeat(121)], 'long enough', 'at most 120'],
    [['create', 'other'], 'short', '8 to 120'],
    [['create', 'other'], '', 'standard input'],
    [['create', 'other', '--nonsense'], '', 'nonsense'],
    [['password', 'rescue'], 'short', '8 to 120'],
    [['disable', 'admin'], '', 'cannot be deleted'],
    [['groups', 'admin', '-Administrators'], '', 'would lock'],
    [['groups', 'rescue', '+nothing'], '', 'no group named nothing'],
    [['groups', 'rescue', 'Public'], '', '+GROUP'],
    [['api', 'rescue', 'perhaps'], '', 'expected: user list'],
  ])('refuses %j', async (args, input, complaint) => {
    await expect(run(args, input)).rejects.toThrow(complaint);
  });

  it('leave the first account to the server', async () => {
    const house = await openHouse();
    try {
      await expect(run(['create', 'early'], 'long enough', house.db)).rejects.toThrow('start the server');
      expect(await house.db.user.count()).toBe(0);
    } finally {
      await house.stop();
    }
  });
});
