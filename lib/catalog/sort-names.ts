import { setImmediate as turn } from 'node:timers/promises';

/** Names sorted in one go; about ten milliseconds. */
const RUN = 10_000;

type Keyed = { key: string; name: string };

function compare(a: Keyed, b: Keyed): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/**
 * Names by their lower-case spelling (contract of the original's lists). Lets others have their turn in between, since
 * a folder may hold a hundred thousand.
 */
export async function sortNames(names: readonly string[]): Promise<string[]> {
  let runs: Keyed[][] = [];
  for (let at = 0; at < names.length; at += RUN) {
    const run = names.slice(at, at + RUN).map((name) => ({ key: name.toLowerCase(), name }));
    runs.push(run.sort(compare));
    if (names.length > RUN) await turn();
  }
  while (runs.length > 1) {
    const merged: Keyed[][] = [];
    for (let at = 0; at < runs.length; at += 2) {
      merged.push(await merge(runs[at] ?? [], runs[at + 1] ?? []));
    }
    runs = merged;
  }
  return (runs[0] ?? []).map(({ name }) => name);
}

async function merge(left: readonly Keyed[], right: readonly Keyed[]): Promise<Keyed[]> {
  const merged: Keyed[] = [];
  let l = 0;
  let r = 0;
  for (let count = 1; ; count += 1) {
    const a = left[l];
    const b = right[r];
    if (a === undefined && b === undefined) return merged;
    if (b === undefined || (a !== undefined && compare(a, b) <= 0)) {
      merged.push(a as Keyed);
      l += 1;
    } else {
      merged.push(b);
      r += 1;
    }
    if (count % (RUN * 4) === 0) await turn();
  }
}
