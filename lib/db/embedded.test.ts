import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connect } from './connection.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts';
import { isAlive } from './postmaster-pid.ts';

const NOBODY = 65534;
let folder: string;
let running: EmbeddedPostgres[];
let children: ChildProcess[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'emulsion-db-'));
  await chmod(folder, 0o755);
  running = [];
  children = [];
});

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const database of running) await database.stop();
  // What a killed process has left running.
  for (const entry of await readdir(folder)) {
    if (await exists(path.join(folder, entry, 'postgres', 'PG_VERSION'))) {
      await (await startEmbeddedPostgres({ dataDir: path.join(folder, entry), role: 'server' })).stop();
    }
  }
  await rm(folder, { recursive: true, force: true });
});

function exists(file: string): Promise<boolean> {
  return readFile(file).then(
    () => true,
    () => false,
  );
}

async function start(name: string, role: 'server' | 'command' = 'server', log?: (message: string) => void) {
  const database = await startEmbeddedPostgres({
    dataDir: path.join(folder, name),
    role,
    ...(log ? { log } : {}),
  });
  running.push(database);
  return database;
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = await connect(url);
  try {
    return Object.values((await client.query(sql)).rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

async function postmasterPid(name: string): Promise<number> {
  return Number.parseInt(await readFile(path.join(folder, name, 'postgres', 'postmaster.pid'), 'utf8'), 10);
}

/** Another process that starts the database and then waits; answers the first line it prints. */
async function startElsewhere(name: string, options: { uid?: number; stopAtOnce?: boolean } = {}) {
  const code = `
    const { startEmbeddedPostgres } = await import('#lib/db/embedded.ts');
    const options = { dataDir: ${JSON.stringify(path.join(folder, name))}, role: 'command' };
    const database = await startEmbeddedPostgres(options);
    console.log(JSON.stringify({ url: database.url, owned: database.owned }));
    ${options.stopAtOnce === true ? 'await database.stop();' : 'setInterval(() => {}, 1000);'}`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: new URL('../../', import.meta.url),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
  });
  children.push(child);
  let errors = '';
  child.stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  const line = await Promise.race([
    once(child.stdout as NodeJS.ReadableStream, 'data').then(([chunk]) => String(chunk)),
    once(child, 'close').then(() => Promise.reject(new Error(errors))),
  ]);
  return { child, ...(JSON.parse(line) as { url: string; owned: boolean }) };
}

test('makes a durable UTF-8 database that survives stop and start', async () => {
  const first = await start('a');
  expect(first.owned).toBe(true);
  expect(await ask(first.url, 'SHOW synchronous_commit')).toBe('on');
  expect(await ask(first.url, "SELECT lower('ÄÖÜ') || current_setting('server_encoding')")).toBe('äöüUTF8');
  await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  const pid = await postmasterPid('a');
  await first.stop();
  await first.stop();
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false));
  const second = await start('a');
  expect(await ask(second.url, 'SELECT answer FROM kept')).toBe(42);
});

test('the password is asked for', async () => {
  const { url } = await start('a');
  await expect(ask(url.replace(/:[0-9a-f]+@/, ':wrong@'), 'SELECT 1')).rejects.toThrow(
    /refused the user name or password/,
  );
});

test('two servers run side by side', async () => {
  const [a, b] = await Promise.all([start('a'), start('b')]);
  expect(new URL(a.url).port).not.toBe(new URL(b.url).port);
  await ask(a.url, 'CREATE TABLE only_in_a AS SELECT 1');
  expect(await ask(b.url, "SELECT to_regclass('only_in_a')")).toBeNull();
});

test('a second server is refused by the name of the first, a command may join', async () => {
  const first = await start('a');
  await expect(start('a')).rejects.toThrow(
    new RegExp(`already in use by process ${process.pid}\\..*DATA_DIR`),
  );
  const command = await start('a', 'command');
  expect(command).toMatchObject({ owned: false, url: first.url });
  await command.stop();
  expect(await ask(first.url, 'SELECT 1')).toBe(1);
});

test('a command on its own starts the database and stops it again', async () => {
  const command = await start('a', 'command');
  expect(command.owned).toBe(true);
  const pid = await postmasterPid('a');
  await command.stop();
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false));
});

test('the server of a process that was killed is taken over', async () => {
  const other = await startElsewhere('a');
  expect(other.owned).toBe(true);
  await expect(start('a')).rejects.toThrow(`process ${other.child.pid}`);
  const pid = await postmasterPid('a');
  other.child.kill('SIGKILL');
  await once(other.child, 'exit');
  expect(isAlive(pid)).toBe(true);
  const heir = await vi.waitFor(() => start('a'), { timeout: 5_000, interval: 50 });
  expect(heir).toMatchObject({ owned: true, url: other.url });
  expect(await postmasterPid('a')).toBe(pid);
  await heir.stop();
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false));
});

test('two processes that start at once on an empty folder agree', async () => {
  const both = await Promise.all([startElsewhere('a'), startElsewhere('a')]);
  expect(both[0].url).toBe(both[1].url);
  expect(both.filter((one) => one.owned)).toHaveLength(1);
  expect((await readdir(path.join(folder, 'a'))).filter((name) => name.startsWith('postgres.new'))).toEqual(
    [],
  );
});

test('a database that dies under its owner comes back on the same port', async () => {
  const messages: string[] = [];
  const database = await start('a', 'server', (message) => messages.push(message));
  await ask(database.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  process.kill(await postmasterPid('a'), 'SIGKILL');
  await vi.waitFor(() => expect(messages).toContain('embedded database is ready again'), { timeout: 20_000 });
  expect(await ask(database.url, 'SELECT answer FROM kept')).toBe(42);
  await expect(start('a')).rejects.toThrow(/already in use/);
});

test('a crash of everything is recovered from', async () => {
  const other = await startElsewhere('a');
  await ask(other.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  other.child.kill('SIGKILL');
  process.kill(await postmasterPid('a'), 'SIGKILL');
  const database = await start('a');
  expect(await ask(database.url, 'SELECT answer FROM kept')).toBe(42);
});

test('a pid file that names a stranger does not keep the database from starting', async () => {
  await (await start('a')).stop();
  const file = path.join(folder, 'a', 'postgres', 'postmaster.pid');
  const lines = [
    process.pid,
    path.join(folder, 'a', 'postgres'),
    1,
    5432,
    '',
    '127.0.0.1',
    '1 1',
    'ready   ',
  ];
  await writeFile(file, `${lines.join('\n')}\n`);
  if (process.getuid?.() === 0) await chown(file, NOBODY, NOBODY);
  const database = await start('a');
  expect(await ask(database.url, 'SELECT 1')).toBe(1);
});

test('an interrupted first start is made good', async () => {
  const dead = 0x7ffffff0;
  await mkdir(path.join(folder, 'a', `postgres.new-${dead}-00`), { recursive: true });
  await writeFile(path.join(folder, 'a', `postgres.new-${dead}-00`, 'PG_VERSION'), '18');
  await mkdir(path.join(folder, 'a', 'postgres'));
  const database = await start('a');
  expect(await ask(database.url, 'SELECT 1')).toBe(1);
  expect(await readdir(path.join(folder, 'a'))).toEqual(['postgres']);
});

test('a folder of something else is left alone', async () => {
  await mkdir(path.join(folder, 'a', 'postgres'), { recursive: true });
  await writeFile(path.join(folder, 'a', 'postgres', 'thesis.txt'), 'precious');
  await expect(start('a')).rejects.toThrow(/holds files but no database/);
  expect(await readdir(path.join(folder, 'a', 'postgres'))).toEqual(['thesis.txt']);
});

test('works below a folder that is closed to all other users', async () => {
  await mkdir(path.join(folder, 'closed'), { mode: 0o700 });
  const database = await start('closed/data');
  expect(await ask(database.url, 'SELECT 1')).toBe(1);
});

test('works for an ordinary user', async () => {
  const root = process.getuid?.() === 0;
  await mkdir(path.join(folder, 'a'));
  if (root) await chown(path.join(folder, 'a'), NOBODY, NOBODY);
  const { owned, child } = await startElsewhere('a', { ...(root ? { uid: NOBODY } : {}), stopAtOnce: true });
  expect(owned).toBe(true);
  if (child.exitCode === null) await once(child, 'exit');
  expect(child.exitCode).toBe(0);
});
