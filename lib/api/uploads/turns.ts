/** Lets one at a time work on something. */
export type Turns = {
  /**
   * Runs the work of an id once nobody else works on that. Whoever does is asked to stop by the signal: a client that comes
   * back has lost its former connection, even where the server has not noticed yet.
   */
  take<T>(id: string, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
};

export function createTurns(): Turns {
  const running = new Map<string, { stop: AbortController; done: Promise<unknown> }>();
  return {
    async take(id, work) {
      for (let other = running.get(id); other; other = running.get(id)) {
        other.stop.abort();
        await other.done;
      }
      const stop = new AbortController();
      const result = work(stop.signal);
      const done = result.catch(() => undefined).finally(() => running.delete(id));
      running.set(id, { stop, done });
      return result;
    },
  };
}
