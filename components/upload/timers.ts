/**
 * Makes a function that runs something after so many ms, and once only however often it is asked for by the same name until
 * then.
 */
export function createTimers(): (name: string, ms: number, work: () => void) => void {
  const waiting = new Set<string>();
  return (name, ms, work) => {
    if (waiting.has(name)) return;
    waiting.add(name);
    setTimeout(() => {
      waiting.delete(name);
      work();
    }, ms);
  };
}
