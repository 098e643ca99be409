import { randomUUID } from 'node:crypto';

/**
 * What has changed: one image (its pictures are to be forgotten, `src` is its repository path), what is recorded of
 * one image (its pictures stay), all pictures, or anything that decisions rest on.
 */
export type Change =
  | { kind: 'image' | 'record'; id: number; src: string }
  | { kind: 'pictures' }
  | { kind: 'all' };

/** A way to reach the other processes. Neither function rejects or waits for a server that is away. */
export type Channel = {
  /** Sends to everyone, this process included; false when it could not be sent. */
  send(message: string): Promise<boolean>;
  /**
   * Starts listening.
   *
   * @param onGap called when messages may have been missed: at each connect.
   */
  listen(onMessage: (message: string) => void, onGap: () => void): void;
  /** Whether messages are being received. */
  isUp(): boolean;
  close(): Promise<void>;
};

export type Epoch = {
  /** Rises with every change, here or elsewhere; what was decided under another value is to be redone. */
  readonly value: number;
  /** The same without changes of single pictures: rises when people, rights, templates or settings change. */
  readonly rules: number;
  /**
   * Whether changes made elsewhere are heard of. While false, decisions must not be kept on the strength of
   * an unchanged value.
   */
  readonly live: boolean;
  /**
   * Notes a change made here and tells the others. Whether they were told; if not, they are at the next
   * connect.
   */
  bump(change: Change): Promise<boolean>;
  /** Called at every change, with where it was made; returns the way to stop. */
  onChange(listener: (change: Change, from: 'here' | 'elsewhere') => void): () => void;
  close(): Promise<void>;
};

const ALL: Change = { kind: 'all' };

/** Reads a message; anything unknown (a newer version's) counts as a change of everything. */
function readMessage(message: string): { node: string; change: Change } {
  try {
    const { node, kind, id, src } = JSON.parse(message) as Partial<Record<string, unknown>>;
    const sender = typeof node === 'string' ? node : '';
    if ((kind === 'image' || kind === 'record') && typeof id === 'number' && typeof src === 'string') {
      return { node: sender, change: { kind, id, src } };
    }
    return { node: sender, change: kind === 'pictures' ? { kind } : ALL };
  } catch {
    return { node: '', change: ALL };
  }
}

/**
 * The counter that guards what is kept by raw URL.
 *
 * @param options.channel absent in a single process.
 */
export function createEpoch(options: { channel?: Channel | undefined } = {}): Epoch {
  const { channel } = options;
  const node = randomUUID();
  const listeners = new Set<(change: Change, from: 'here' | 'elsewhere') => void>();
  let value = 1;
  let rules = 1;
  let unsent = false;

  const note = (change: Change, from: 'here' | 'elsewhere'): void => {
    value++;
    if (change.kind === 'all') rules++;
    for (const listener of listeners) listener(change, from);
  };

  const send = async (change: Change): Promise<boolean> => {
    const sent = !channel || (await channel.send(JSON.stringify({ node, ...change })));
    if (!sent) unsent = true;
    return sent;
  };

  channel?.listen(
    (message) => {
      const { node: sender, change } = readMessage(message);
      if (sender !== node) note(change, 'elsewhere');
    },
    () => {
      note(ALL, 'elsewhere');
      // The others may have stayed connected while this process could not tell them.
      if (!unsent) return;
      unsent = false;
      void send(ALL);
    },
  );

  return {
    get value() {
      return value;
    },
    get rules() {
      return rules;
    },
    get live() {
      return channel?.isUp() ?? true;
    },
    async bump(change) {
      note(change, 'here');
      return send(change);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => channel?.close(),
  };
}
