import { spawn } from 'node:child_process';
import { lchown, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseError } from './connection.ts';
import type { PostgresPrograms } from './postgres-programs.ts';

type Account = { uid: number; gid: number };
type Outcome = { code: number | null; output: string };

/** Runs the Postgres programs under an account that Postgres accepts. */
export type PostgresRunner = {
  run(program: string, args: string[]): Promise<Outcome>;
  /** Hands a file or folder with all below it to that account. */
  give(place: string): Promise<void>;
};

/** Most characters of a program's output that are kept. */
const OUTPUT_LIMIT = 16_384;

/**
 * Postgres refuses to run as root. Then it runs as the owner of the cluster, else as `postgres` or `nobody`.
 * When that account cannot reach the programs or the cluster, because a folder above them is closed to
 * others (a clone below /root), it is given the right to pass closed folders and nothing else.
 *
 * @param cluster folder of the database files; need not exist yet, its parent must
 */
export async function createPostgresRunner(
  programs: PostgresPrograms,
  cluster: string,
): Promise<PostgresRunner> {
  const environment = childEnvironment(programs.libraryDir);
  if (process.getuid?.() !== 0) {
    return { run: (program, args) => execute(program, args, environment), give: async () => {} };
  }
  const account = await chooseAccount(cluster);
  const give = (place: string) => giveAll(place, account);
  const plain = (program: string, args: string[]) => execute(program, args, environment, account);
  const privileged = (program: string, args: string[]) =>
    execute('setpriv', [...privileges(account), program, ...args], environment);
  // biome-ignore format: one shell line
  const probe = ['-c', 'cd "$1" && test -x "$2"', 'probe', path.dirname(cluster), programs.initdb];
  for (const run of [plain, privileged]) {
    const reached = await run('/bin/sh', probe).then(
      ({ code }) => code === 0,
      () => false,
    );
    if (reached) return { run, give };
  }
  throw new DatabaseError(
    `Postgres does not run as root, and user ${account.uid} cannot reach ${path.dirname(cluster)} or ` +
      `${programs.initdb}. Start Emulsion as an ordinary user, move it out of the closed folder, or set ` +
      'DATABASE_URL to a Postgres of your own.',
  );
}

function privileges({ uid, gid }: Account): string[] {
  return [
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    // Without it access(2), by which Postgres looks for its own programs, disregards the capability.
    '--securebits=+no_setuid_fixup',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
  ];
}

/** A fixed environment: PG* variables and locales of the caller must not change what the programs do. */
function childEnvironment(libraryDir: string | undefined): Record<string, string> | undefined {
  if (process.platform === 'win32') return undefined;
  const environment = { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC' };
  if (libraryDir === undefined) return environment;
  return { ...environment, LD_LIBRARY_PATH: libraryDir, DYLD_LIBRARY_PATH: libraryDir };
}

async function chooseAccount(cluster: string): Promise<Account> {
  const owner = await stat(cluster).catch(() => undefined);
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid !== undefined && gid !== undefined && Number(uid) > 0) {
      return { uid: Number(uid), gid: Number(gid) };
    }
  }
  throw new DatabaseError(
    'Postgres does not run as root, and there is no user named postgres or nobody. ' +
      'Start Emulsion as an ordinary user, or set DATABASE_URL to a Postgres of your own.',
  );
}

async function giveAll(place: string, { uid, gid }: Account): Promise<void> {
  await lchown(place, uid, gid);
  const entries = await readdir(place, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOTDIR') return [];
    throw error;
  });
  for (const entry of entries) await lchown(path.join(place, entry), uid, gid);
}

function execute(
  program: string,
  args: string[],
  env: Record<string, string> | undefined,
  account?: Account,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      uid: account?.uid,
      gid: account?.gid,
      // Next's types want NODE_ENV in every environment.
      env: env as NodeJS.ProcessEnv | undefined,
      // The current folder may be closed to the account.
      cwd: path.parse(process.execPath).root,
      // A session of its own: Ctrl-C in the terminal is for Emulsion, which then stops Postgres in order.
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      if (output.length < OUTPUT_LIMIT) output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output: output.slice(0, OUTPUT_LIMIT).trim() }));
  });
}
