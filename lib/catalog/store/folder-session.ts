import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Actor } from '#lib/audit/audit.ts';
import { FOLDER_OPERATION } from '#lib/db/internal-properties.ts';

/** Gives a new connection of its own; see connect in #lib/db/connection.ts. */
export type Connect = () => Promise<Client>;

type Common = { folderId: number; actor: Actor };

/** What is about to be done to a tree of files and to its rows; enough to finish it in another process. */
export type FolderOperation = Common &
  (
    | {
        kind: 'move';
        from: string;
        to: string;
        /** Some of the names in the folder, to know it again by. */
        names: string[];
      }
    | {
        kind: 'delete';
        from: string;
        /** Name of the trash entry. */
        store: string;
        files: number;
        bytes: number;
        /** ISO 8601 with milliseconds: the time of the trash entry and of each history entry of an image. */
        at: string;
      }
    | {
        kind: 'restore';
        trashId: number;
        store: string;
        /** Path that it had. */
        from: string;
        to: string;
        /** As `at` of the deletion. */
        at: string;
        /** Whether the folder's own rows come along; else others have taken its old path and it gets new rows. */
        ownRows: boolean;
      }
  );

/** Where the operation under way is noted. There is at most one: whoever has the lock. */
const KEY = FOLDER_OPERATION;

/** Milliseconds between two tries to get the lock. */
const LOCK_PAUSE = 200;

const LOCK = "hashtextextended('emulsion folders ' || current_schema(), 0)";

/**
 * A connection that is alone in changing trees of folders, among all processes. Postgres frees the lock when the
 * connection ends, however that happens.
 * @param stopIfAsked called while waiting; may throw
 */
export async function openFolderSession(connect: Connect, stopIfAsked: () => void): Promise<Client> {
  const client = await connect();
  try {
    // A machine that is gone must not keep the lock for hours; without effect on local sockets.
    await client.query('SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10');
    // Others hold rows for moments only.
    await client.query("SET statement_timeout = 0; SET lock_timeout = '60s'");
    for (;;) {
      const { rows } = await client.query<{ got: boolean }>(`SELECT pg_try_advisory_lock(${LOCK}) AS got`);
      if (rows[0]?.got) return client;
      stopIfAsked();
      await delay(LOCK_PAUSE);
    }
  } catch (error) {
    closeFolderSession(client);
    throw error;
  }
}

/** Ends the connection; does not wait for an answer, which a lost one never gives. */
export function closeFolderSession(client: Client): void {
  void client.end().catch(() => undefined);
}

/** The operation that somebody began and did not finish; undefined when there is none. */
export async function readJournal(client: Client): Promise<FolderOperation | undefined> {
  const { rows } = await client.query<{ value: string }>('SELECT value FROM properties WHERE key = $1', [
    KEY,
  ]);
  return rows[0] === undefined ? undefined : (JSON.parse(rows[0].value) as FolderOperation);
}

/** Notes what is about to be done. */
export async function writeJournal(client: Client, operation: FolderOperation): Promise<void> {
  await client.query(
    'INSERT INTO properties (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = $2',
    [KEY, JSON.stringify(operation)],
  );
}

/** Takes the note away; false when there was none. */
export async function eraseJournal(client: Client): Promise<boolean> {
  const { rowCount } = await client.query('DELETE FROM properties WHERE key = $1', [KEY]);
  return rowCount === 1;
}

/** Commits; throws when the server rolled back instead. */
export async function commit(client: Client): Promise<void> {
  const { command } = await client.query('COMMIT');
  if (command !== 'COMMIT') throw new Error('the transaction was rolled back');
}

/** Notes in the audit log what was done to a folder, in the transaction that does it. */
export async function auditFolder(
  client: Client,
  actor: Actor,
  entry: { action: `folder.${string}`; folderId: number; path: string; details: object },
): Promise<void> {
  await client.query(
    `INSERT INTO auditlog (user_id, username, via, address, request_id, action, object_type, object_id, object_name, details)
     VALUES ($1, $2, $3, $4, $5, $6, 'folder', $7, $8, $9)`,
    [
      actor.userId ?? null,
      actor.username,
      actor.via,
      actor.address.slice(0, 64),
      actor.requestId.slice(0, 64),
      entry.action,
      String(entry.folderId),
      entry.path,
      JSON.stringify(entry.details),
    ],
  );
}
