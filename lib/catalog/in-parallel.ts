/** Results of a function for each value, in their order; so many run at a time. Rejects with the first failure. */
export async function inParallel<Value, Result>(
  places: number,
  values: readonly Value[],
  work: (value: Value) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = new Array(values.length);
  const queue = values.entries();
  async function workOff(): Promise<void> {
    // All takers draw from the same iterator.
    for (const [index, value] of queue) results[index] = await work(value);
  }
  await Promise.all(Array.from({ length: Math.min(places, values.length) }, workOff));
  return results;
}
