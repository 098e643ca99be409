import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { DatabaseError } from './connection.ts';
import { createPostgresRunner, type PostgresRunner } from './postgres-account.ts';
import { findPostgres, type PostgresPrograms, WAY_OUT } from './postgres-programs.ts';
import { isAlive, readPostmaster } from './postmaster-pid.ts';

export const POSTGRES_USER = 'emulsion';
const PASSWORD_FILE = 'emulsion.password';
const LOG_FILE = 'emulsion.log';
const LOG_LIMIT = 1_048_576;
/** Milliseconds for a start, recovery after a crash included. */
const START_TIMEOUT = 120_000;

/** For a small server beside the pictures; durable, and without locale or shared library surprises. */
const SERVER_OPTIONS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '50',
  shared_buffers: '64MB',
  max_wal_size: '256MB',
  synchronous_commit: 'on',
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  // Errors of single statements belong to whoever sent them.
  log_min_messages: 'log',
};

/** Database files on disk and the server that runs on them. */
export type PostgresCluster = {
  password: string;
  /** Starts the server unless it runs; answers its port on 127.0.0.1. */
  ensureRunning(preferredPort?: number): Promise<number>;
  /** Ends all sessions, writes everything to disk and stops the server. */
  stop(): Promise<void>;
};

/** Opens the cluster below a DATA_DIR, made anew when there is none. */
export async function openCluster(place: string): Promise<PostgresCluster> {
  // The programs are not started in the current folder.
  const dataDir = path.resolve(place);
  await mkdir(dataDir, { recursive: true });
  const folder = path.join(dataDir, 'postgres');
  const programs = await findPostgres(path.join(dataDir, 'postgres-libraries'));
  const runner = await createPostgresRunner(programs, folder);
  if (!(await isCluster(folder))) await initialise(dataDir, folder, programs, runner);
  // Copied or restored by root: Postgres insists on owning its files.
  if (process.getuid?.() === 0 && (await stat(folder)).uid === 0) await runner.give(folder);
  const password = await readFile(path.join(folder, PASSWORD_FILE), 'utf8');
  return {
    password: password.trim(),
    ensureRunning: (preferredPort) => ensureRunning(folder, programs, runner, preferredPort),
    stop: () => stop(folder, programs, runner),
  };
}

async function isCluster(folder: string): Promise<boolean> {
  const entries = await readdir(folder).catch((): string[] => []);
  if (entries.length === 0) return false;
  if (entries.includes('PG_VERSION') && entries.includes(PASSWORD_FILE)) return true;
  throw new DatabaseError(
    `${folder} holds files but no database of Emulsion. Move it away, or set DATA_DIR to another folder.`,
  );
}

/**
 * Makes the cluster in a folder of its own and renames it when it is complete, so that an interrupted start
 * leaves nothing half made, and of two processes that start at once one simply loses.
 */
async function initialise(
  dataDir: string,
  folder: string,
  programs: PostgresPrograms,
  runner: PostgresRunner,
): Promise<void> {
  await removeAbandoned(dataDir);
  const draft = path.join(dataDir, `postgres.new-${process.pid}-${randomBytes(4).toString('hex')}`);
  const passwordFile = `${draft}.password`;
  try {
    await mkdir(draft, { mode: 0o700 });
    await writeFile(passwordFile, randomBytes(24).toString('hex'), { mode: 0o600 });
    await runner.give(draft);
    await runner.give(passwordFile);
    const { code, output } = await runner.run(programs.initdb, [
      `--pgdata=${draft}`,
      `--username=${POSTGRES_USER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
    ]);
    if (code !== 0)
      throw new DatabaseError(`The database could not be made in ${dataDir}:\n${output}\n${WAY_OUT}`);
    await rename(passwordFile, path.join(draft, PASSWORD_FILE));
    await rename(draft, folder);
  } catch (error) {
    if (!(await isCluster(folder))) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
    await rm(passwordFile, { force: true });
  }
}

async function removeAbandoned(dataDir: string): Promise<void> {
  for (const entry of await readdir(dataDir)) {
    const maker = /^postgres\.new-(\d+)-/.exec(entry)?.[1];
    if (maker === undefined || (Number(maker) !== process.pid && isAlive(Number(maker)))) continue;
    // initdb outlives a killed maker for a moment and may still add files.
    await rm(path.join(dataDir, entry), { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

async function ensureRunning(
  folder: string,
  programs: PostgresPrograms,
  runner: PostgresRunner,
  preferredPort: number | undefined,
): Promise<number> {
  const deadline = performance.now() + START_TIMEOUT;
  let port = preferredPort;
  for (;;) {
    const running = await readPostmaster(folder);
    if (running?.alive && running.ready) return running.port;
    const late = performance.now() > deadline;
    if (running?.alive && !late) {
      await pause();
      continue;
    }
    port ??= await freePort();
    const trouble = await start(folder, programs, runner, port);
    if (trouble === undefined) continue;
    if (/could not bind|address already in use/i.test(trouble)) port = undefined;
    // Somebody else starts it too, or sessions of a killed server have not ended yet.
    else if (!/postmaster\.pid|shared memory block/i.test(trouble)) throw startError(trouble);
    if (late) throw startError(trouble);
    await pause();
  }
}

function startError(trouble: string): DatabaseError {
  return new DatabaseError(`The embedded database did not start:\n${trouble}`);
}

/** Answers undefined when it runs, else what went wrong. */
async function start(
  folder: string,
  programs: PostgresPrograms,
  runner: PostgresRunner,
  port: number,
): Promise<string | undefined> {
  const log = path.join(folder, LOG_FILE);
  const before = await logSize(log);
  const options = Object.entries({ ...SERVER_OPTIONS, port: String(port) });
  const { code, output } = await runner.run(programs.pgCtl, [
    'start',
    '--wait',
    `--timeout=${START_TIMEOUT / 1000}`,
    `--pgdata=${folder}`,
    `--log=${log}`,
    `--options=${options.map(([name, value]) => `-c ${name}=${value === '' ? "''" : value}`).join(' ')}`,
  ]);
  if (code === 0) return undefined;
  return `${output}\n${await readFrom(log, before)}`.trim();
}

async function logSize(log: string): Promise<number> {
  const size = (await stat(log).catch(() => undefined))?.size ?? 0;
  if (size <= LOG_LIMIT) return size;
  await truncate(log, 0);
  return 0;
}

async function readFrom(log: string, offset: number): Promise<string> {
  const file = await open(log).catch(() => undefined);
  if (file === undefined) return '';
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, offset);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

async function stop(folder: string, programs: PostgresPrograms, runner: PostgresRunner): Promise<void> {
  for (const mode of ['fast', 'immediate']) {
    if (!(await readPostmaster(folder))?.alive) return;
    await runner.run(programs.pgCtl, [
      'stop',
      '--wait',
      '--timeout=60',
      `--mode=${mode}`,
      `--pgdata=${folder}`,
    ]);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 100);
  });
}
