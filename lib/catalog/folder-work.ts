/**
 * How a tree of files and its rows are changed together, although a file system and a database share no transaction.
 * One operation at a time among all processes, under an advisory lock of a connection of its own:
 *
 * 1. what is about to be done is noted in the database (the journal), committed
 * 2. a transaction changes all rows and takes the note away
 * 3. one rename on the disk: the point of no return, some milliseconds before
 * 4. the transaction is committed
 *
 * Until 4 everybody else sees the old rows, and the disk agrees with them until 3: pictures are served from the old
 * path however long the rows take. Whoever asks for a new path between 3 and 4 waits at the unique index of the rows
 * not yet committed, so that no second record is made.
 *
 * A crash before 3 rolls the rows back and leaves a note of something that the disk shows not to have happened: the
 * note is dropped. A crash between 3 and 4 leaves the note and a disk that shows the rename: the rows are written
 * again, and follow the disk where somebody has looked at the files in between (whoever did has ended records at the
 * old path, or made some at the new one, which are replaced by the old ones). A crash after 4 leaves nothing to do. The note
 * is looked at before each operation, by `settle` at every start of a process and from time to time.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import { busy } from '#lib/errors/error.ts';
import {
  type Connect,
  closeFolderSession,
  commit,
  eraseJournal,
  type FolderOperation,
  openFolderSession,
  readJournal,
  writeJournal,
} from './store/folder-session.ts';

/** What whoever waits for an operation is told of it, and how it is stopped. */
export type FolderWork = {
  /** Images done and to do. */
  progress(done: number, total: number, text?: string): void;
  /**
   * Throws when the work should stop. After the point of no return only asked while the database is away, when the rest
   * is left to the next run.
   */
  stopIfAsked(): void;
};

/** The parts of an operation of one kind. */
export type FolderKind<Operation extends FolderOperation> = {
  /** Changes the disk, by one rename. */
  rename(operation: Operation): Promise<void>;
  /** Whether the disk shows that it has happened. */
  renamed(operation: Operation): Promise<boolean>;
  /** Whether the rows show that it has been committed. */
  recorded(client: Client, operation: Operation): Promise<boolean>;
  /**
   * Changes the rows, within the transaction of the client.
   * @param late the rename happened in another transaction, which was lost
   */
  rows(client: Client, operation: Operation, work: FolderWork, late: boolean): Promise<void>;
};

/** The kinds by their names. */
export type FolderKinds = {
  [Name in FolderOperation['kind']]: FolderKind<Extract<FolderOperation, { kind: Name }>>;
};

/** For whoever does not wait. */
export const UNATTENDED: FolderWork = { progress: () => undefined, stopIfAsked: () => undefined };

/** Milliseconds between attempts to find out what became of a lost commit; after the last one it is left to others. */
const PAUSES = [100, 500, 1000, 2000, 5000, 10_000, 10_000, 10_000, 10_000];

/** Times that a transaction is begun again after a deadlock. */
const DEADLOCKS = 3;

/** Carries out operations of the given kinds. `onChange` is told after each, when all paths held in memory must go. */
export function createFolderWork(options: { connect: Connect; kinds: FolderKinds; onChange: () => void }) {
  const { connect, onChange } = options;

  /** The kind of an operation; the pair is sound, as both are found by one name. */
  function kindOf(operation: FolderOperation): FolderKind<FolderOperation> {
    return options.kinds[operation.kind];
  }

  /** Finishes what somebody else began, or drops it. The session has no transaction open. */
  async function takeUp(client: Client, operation: FolderOperation): Promise<void> {
    const kind = kindOf(operation);
    if ((await kind.recorded(client, operation)) || !(await kind.renamed(operation))) {
      await eraseJournal(client);
      return;
    }
    await client.query('BEGIN');
    try {
      await kind.rows(client, operation, UNATTENDED, true);
      await eraseJournal(client);
      await commit(client);
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
    onChange();
  }

  /** A session with the lock, and with whatever was left undone finished first. */
  async function open(work: FolderWork): Promise<Client> {
    const client = await openFolderSession(connect, work.stopIfAsked);
    try {
      const left = await readJournal(client);
      if (left) await takeUp(client, left);
      return client;
    } catch (error) {
      closeFolderSession(client);
      throw error;
    }
  }

  /** The rename has happened and nobody knows whether the rows were committed. */
  async function findOut(operation: FolderOperation, work: FolderWork, cause: unknown): Promise<void> {
    for (const pause of PAUSES) {
      await delay(pause);
      try {
        const client = await open(work);
        try {
          // Without a note the commit went through, or another process saw the note before the rename.
          await takeUp(client, operation);
          return;
        } finally {
          closeFolderSession(client);
        }
      } catch (error) {
        // The note is kept, and whoever comes next finishes.
        work.stopIfAsked();
        if (pause === PAUSES.at(-1)) cause = error;
      }
    }
    const late = busy(
      'The folder has been moved; its records follow as soon as the database can be used.',
      30,
    );
    throw Object.assign(late, { cause });
  }

  async function attempt(client: Client, operation: FolderOperation, work: FolderWork): Promise<boolean> {
    const kind = kindOf(operation);
    await client.query('BEGIN');
    try {
      await kind.rows(client, operation, work, false);
      // Also tells whether the connection, and with it the lock, is still there.
      if (!(await eraseJournal(client))) throw busy('Another process has taken the folders over.', 5);
      work.stopIfAsked();
      await kind.rename(operation);
    } catch (error) {
      if (!(await kind.renamed(operation))) {
        await client.query('ROLLBACK').catch(() => undefined);
        if (isDeadlock(error)) return false;
        await eraseJournal(client).catch(() => undefined);
        throw error;
      }
    }
    await commit(client).catch(async (error: unknown) => {
      closeFolderSession(client);
      await findOut(operation, work, error);
    });
    onChange();
    return true;
  }

  return {
    /**
     * Runs `plan` with the lock held and nothing left undone, then carries out the operation it returns, if any, and
     * answers with the rest of what it returned. Throws what the plan throws, and when asked to stop in time.
     */
    async run<Result>(
      work: FolderWork,
      plan: (client: Client) => Promise<{ operation?: FolderOperation; result: Result }>,
    ): Promise<Result> {
      const client = await open(work);
      try {
        const { operation, result } = await plan(client);
        if (operation) {
          await writeJournal(client, operation);
          let left = DEADLOCKS;
          while (!(await attempt(client, operation, work))) {
            left -= 1;
            if (left === 0) throw busy('Others are busy with images of this folder.', 5);
          }
        }
        return result;
      } finally {
        closeFolderSession(client);
      }
    },

    /** Changes rows alone, with the lock held and nothing left undone. */
    async inTransaction(work: FolderWork, change: (client: Client) => Promise<void>): Promise<void> {
      const client = await open(work);
      try {
        await client.query('BEGIN');
        await change(client);
        await commit(client);
      } finally {
        closeFolderSession(client);
      }
    },

    /** Finishes what a process that is gone has left undone. For the start of a process and from time to time. */
    async settle(): Promise<void> {
      closeFolderSession(await open(UNATTENDED));
    },
  };
}

export type FolderWorkshop = ReturnType<typeof createFolderWork>;

function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '40P01';
}
