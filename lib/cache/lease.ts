/** The right to make one picture, held by one process at a time. */
export type Lease = {
  /**
   * False when the place where leases are kept could not be reached: the holder goes ahead, but another
   * process may be doing the same.
   */
  readonly guarded: boolean;
  /** Gives the right back; never rejects. */
  release(): Promise<void>;
};

export type Leases = {
  /**
   * The lease, or undefined while somebody else holds it. Never rejects and never waits for a holder: with
   * the store of leases gone, everyone gets an unguarded lease, for two renders are better than none.
   */
  acquire(key: string): Promise<Lease | undefined>;
  close(): Promise<void>;
};

const UNGUARDED: Lease = Object.freeze({ guarded: false, release: async () => undefined });

/** The lease given out when nobody can be asked. */
export function unguardedLease(): Lease {
  return UNGUARDED;
}

/** For a single process, where the in-process single flight is all that is needed. */
export function createLocalLeases(): Leases {
  return { acquire: async () => UNGUARDED, close: async () => undefined };
}
