/** Status of a task (contract of the original's tables). */
export const TASK_STATUS = { pending: 0, active: 1, complete: 2 } as const;

/** A piece of background work as the contract of the original tells of it, and how far it has come. */
export type TaskRecord = {
  id: number;
  /** Who asked for it; null = the system, or a person who is gone. */
  userId: number | null;
  name: string;
  /** Which handler carries it out. */
  funcname: string;
  params: Record<string, unknown>;
  priority: number;
  logLevel: string;
  errorLogLevel: string;
  /** 0 pending, 1 active, 2 complete */
  status: 0 | 1 | 2;
  /** What the handler returned, or `{exception: {...}}` when it failed; null until then. */
  result: unknown;
  failed: boolean;
  /** Process that carries it out while it is active. */
  lockId: string | null;
  /** Seconds to keep the record after completion. */
  keepFor: number;
  keepUntil: Date | null;
  /** Work done and to do, in units of the task; 0 of 0 when unknown. */
  progressDone: number;
  progressTotal: number;
  progressText: string;
  /** How often it was begun. */
  attempts: number;
  cancelRequested: boolean;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
};

/** What a handler is given besides its parameters. */
export type TaskContext = {
  taskId: number;
  /** Who asked for it; the task acts with this person's rights. null = the system. */
  userId: number | null;
  /** What the last run saved, after a restart or retry; undefined at first. */
  checkpoint: unknown;
  /** Saves what the handler needs to go on after a restart. At most 64 KB of JSON. */
  saveCheckpoint(value: object): Promise<void>;
  /** Notes how far the work is; written at most once a second. */
  progress(done: number, total: number, text?: string): void;
  /** Aborted when the task is to be cancelled, when the server stops, and when another process has taken over. */
  signal: AbortSignal;
  /** Throws when the handler should stop; called at points where the work can be taken up again later. */
  stopIfAsked(): void;
};

/** Carries out a task; what it returns (JSON) becomes the task's result. */
export type TaskHandler = (params: Record<string, unknown>, context: TaskContext) => Promise<unknown>;

/** A task to be added. */
export type TaskWish = {
  /** For people; cut to 97 characters and `...`. */
  name: string;
  funcname: string;
  /** JSON, at most 64 KB. */
  params: Record<string, unknown>;
  /** Who asks for it; without it the system. */
  userId?: number | null;
  /** 20 unless told otherwise. */
  priority?: 10 | 20 | 30;
  /** Seconds to keep the record after completion; 0 unless told otherwise. */
  keepFor?: number;
  logLevel?: string;
  errorLogLevel?: string;
  /** How often it is tried again after an unexpected error; 2 unless told otherwise. */
  retries?: number;
};

/** The background task engine. */
export type Tasks = {
  /** Names the handler of a function. Before start(). */
  handle(funcname: string, handler: TaskHandler): void;
  /** Begins to work on tasks. */
  start(): Promise<void>;
  /**
   * Adds a task; undefined when an identical one (function and parameters) is pending, active or kept.
   * Throws busy when too many are pending, too_large when the parameters are.
   */
  add(wish: TaskWish): Promise<TaskRecord | undefined>;
  /** A task by its id; undefined when there is none. */
  get(id: number): Promise<TaskRecord | undefined>;
  /** Tasks, newest first; `before` is the id of the last one of the page before. */
  list(query: {
    status?: 0 | 1 | 2 | undefined;
    userId?: number | undefined;
    funcname?: string | undefined;
    failed?: boolean | undefined;
    before?: number | undefined;
    limit: number;
  }): Promise<TaskRecord[]>;
  /** The finished task; undefined when it vanished; 'late' after timeoutMs. */
  wait(id: number, timeoutMs: number): Promise<TaskRecord | undefined | 'late'>;
  /**
   * Cancels a task: a pending one is gone at once, an active one is asked to stop at its next safe point and then
   * ends as failed.
   */
  cancel(id: number): Promise<'cancelled' | 'stopping' | 'finished' | 'unknown'>;
  /** Puts a failed task back to pending, with its checkpoint. Throws not_found, or conflict when it has not failed. */
  retry(id: number): Promise<TaskRecord>;
  /** Removes the record of a finished task, so that an identical one can be added. Does nothing to others. */
  remove(id: number): Promise<void>;
  /** Adds a task of the system every so often, by one of all nodes. Before start(). */
  schedule(funcname: string, everyMs: number, wish: ScheduledWish): void;
  /** How many tasks there are of each kind. */
  counts(): Promise<{ pending: number; active: number; failed: number }>;
  /** Stops working: running handlers are asked to stop, waited for, and put back to pending with their checkpoint. */
  close(): Promise<void>;
};

/** What a schedule adds; parameters may be made anew for each time. */
export type ScheduledWish = Omit<TaskWish, 'funcname' | 'params'> & {
  params: Record<string, unknown> | (() => Record<string, unknown>);
};
