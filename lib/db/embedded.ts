import pg from 'pg';
import { connect, DatabaseError } from './connection.ts';
import { openCluster, POSTGRES_USER, type PostgresCluster } from './postgres-cluster.ts';

const DATABASE = 'emulsion';
/** Advisory lock of the process that starts and stops the server. */
const OWNER_LOCK = [0x656d756c, 1] as const;
const OWNER_NAME = 'emulsion owner';
/** Milliseconds to wait for a server that is going down or coming up. */
const SETTLE_TIMEOUT = 30_000;
const RESTART_PAUSE = 1_000;

export type EmbeddedPostgres = {
  /** DATABASE_URL of the embedded server, password included. */
  url: string;
  /** Whether this process started or took over the server and will stop it. */
  owned: boolean;
  /** Stops the server when it is owned; otherwise only lets go of it. Safe to call twice. */
  stop(): Promise<void>;
};

type EmbeddedOptions = {
  dataDir: string;
  /**
   * `server` must own the database: when another process does, starting fails with a message that names it.
   * `command` uses a server that is already running and owns one only when nobody does.
   */
  role: 'server' | 'command';
  /** Told what happens: started, taken over, restarted after a crash. */
  log?: (message: string) => void;
};

/**
 * Makes sure that Postgres runs on the files below `dataDir` and that the project's database exists.
 * A server left behind by a process that crashed is taken over. While owned, a server that dies is started
 * again on the same port. Throws DatabaseError in plain words.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => {});
  const cluster = await openCluster(options.dataDir);
  const { client, port } = await reach(cluster);
  const url = urlOf(cluster, port, DATABASE);
  try {
    const owner = await claim(client);
    if (owner === undefined) {
      await createDatabase(client);
      log('embedded database is ready');
      return guard(cluster, client, url, port, log);
    }
    if (options.role === 'server') {
      throw new DatabaseError(
        `The database in ${options.dataDir} is already in use by process ${owner}. ` +
          'Stop that process first, or start this one with another DATA_DIR (and PORT).',
      );
    }
    await createDatabase(client);
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
  await client.end();
  return { url, owned: false, stop: async () => {} };
}

function urlOf(cluster: PostgresCluster, port: number, database: string): string {
  return `postgresql://${POSTGRES_USER}:${cluster.password}@127.0.0.1:${port}/${database}?sslmode=disable`;
}

/** A session on the maintenance database; waits for a server that is just going down or coming up. */
async function reach(
  cluster: PostgresCluster,
  preferredPort?: number,
): Promise<{ client: pg.Client; port: number }> {
  const deadline = performance.now() + SETTLE_TIMEOUT;
  for (;;) {
    const port = await cluster.ensureRunning(preferredPort);
    try {
      return { client: await connect(urlOf(cluster, port, 'postgres')), port };
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => {
        setTimeout(resolve, 200);
      });
    }
  }
}

/** Makes the session the owner; answers undefined, or the process id of the one that already is. */
async function claim(client: pg.Client): Promise<string | undefined> {
  await client.query(`SET application_name = ${pg.escapeLiteral(`${OWNER_NAME} ${process.pid}`)}`);
  for (;;) {
    const taken = await client.query('SELECT pg_try_advisory_lock($1, $2) AS ok', [...OWNER_LOCK]);
    if (taken.rows[0].ok === true) return undefined;
    const holder = await client.query(
      `SELECT a.application_name AS name FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
       WHERE l.locktype = 'advisory' AND l.granted AND l.classid = $1 AND l.objid = $2`,
      [...OWNER_LOCK],
    );
    // None: it went away between the two questions.
    if (holder.rows.length > 0) return String(holder.rows[0].name).slice(OWNER_NAME.length + 1);
  }
}

async function createDatabase(client: pg.Client): Promise<void> {
  const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
  if (found.rows.length > 0) return;
  try {
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(DATABASE)}`);
  } catch (error) {
    // Another process was faster.
    if (!['42P04', '23505'].includes(String((error as { code?: string }).code))) throw error;
  }
}

/** Holds the server for this process, and starts it again should it die. */
function guard(
  cluster: PostgresCluster,
  first: pg.Client,
  url: string,
  port: number,
  log: (message: string) => void,
): EmbeddedPostgres {
  let client = first;
  let stopped: Promise<void> | undefined;
  let restarting: Promise<void> = Promise.resolve();

  const watch = () => {
    client.once('end', () => {
      if (stopped === undefined) restarting = restart();
    });
  };

  async function restart(): Promise<void> {
    log('embedded database went away, starting it again');
    while (stopped === undefined) {
      try {
        const reached = await reach(cluster, port);
        client = reached.client;
        const owner = await claim(client);
        if (owner !== undefined) throw new DatabaseError(`process ${owner} has taken the database`);
        if (reached.port !== port) throw new DatabaseError('the database came back on another port');
        watch();
        log('embedded database is ready again');
        return;
      } catch (error) {
        await client.end().catch(() => {});
        log(`embedded database is down: ${error instanceof Error ? error.message : String(error)}`);
        await new Promise((resolve) => {
          setTimeout(resolve, RESTART_PAUSE);
        });
      }
    }
  }

  async function stop(): Promise<void> {
    await restarting;
    await cluster.stop();
    await client.end().catch(() => {});
  }

  watch();
  return {
    url,
    owned: true,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}
