/**
 * Ids as short text, for places that hold little of it: in ascending order, each as the distance from the one before in
 * base 36, and `+n` behind it when n more follow one by one. `1+4,1c` is 1 to 5 and 53.
 */
export function writeIds(ids: readonly number[]): string {
  const runs: string[] = [];
  let last = 0;
  let first = 0;
  let more = 0;
  const end = () => {
    if (first > 0) runs.push(first.toString(36) + (more > 0 ? `+${more.toString(36)}` : ''));
  };
  for (const id of [...new Set(ids)].sort((a, b) => a - b)) {
    if (first > 0 && id === last + 1) more += 1;
    else {
      end();
      first = id - last;
      more = 0;
    }
    last = id;
  }
  end();
  return runs.join(',');
}

/** The ids that writeIds wrote, ascending. */
export function readIds(text: string): number[] {
  const ids: number[] = [];
  let last = 0;
  for (const run of text === '' ? [] : text.split(',')) {
    const [distance = '', more = '0'] = run.split('+');
    last += Number.parseInt(distance, 36);
    ids.push(last);
    for (let left = Number.parseInt(more, 36); left > 0; left -= 1) ids.push((last += 1));
  }
  return ids;
}
