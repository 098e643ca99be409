/** Cells of the comparison table; longer texts with less in common are noted as one change. */
const MOST_CELLS = 1_000_000;

/** What became of a run of words. */
type Change = { added: string[]; removed: string[] };

/**
 * The words that differ between two texts, for the history (contract of the original): words that came, words that
 * went without others in their place in brackets, changes at several places joined by ` * `, cut with `...`.
 */
export function changedWords(before: string, after: string, limit: number): string {
  const changes = compare(before.split(/\s+/).filter(Boolean), after.split(/\s+/).filter(Boolean));
  const text = changes
    .map(({ added, removed }) => (added.length > 0 ? added.join(' ') : `(${removed.join(' ')})`))
    .join(' * ');
  return text.length > limit ? `${text.slice(0, limit - 3)}...` : text;
}

function compare(before: string[], after: string[]): Change[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  const shorter = Math.min(before.length, after.length) - start;
  while (end < shorter && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  const a = before.slice(start, before.length - end);
  const b = after.slice(start, after.length - end);
  if (a.length === 0 && b.length === 0) return [];
  if (a.length === 0 || b.length === 0 || a.length * b.length > MOST_CELLS) {
    return [{ added: b, removed: a }];
  }
  return changesBetween(a, b);
}

/** By the longest common subsequence. */
function changesBetween(a: string[], b: string[]): Change[] {
  const width = b.length + 1;
  // Words in common from a[i] and b[j] on.
  const common = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const changes: Change[] = [];
  let open: Change = { added: [], removed: [] };
  const close = () => {
    if (open.added.length + open.removed.length > 0) changes.push(open);
    open = { added: [], removed: [] };
  };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      close();
      i++;
      j++;
    } else if (j === b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1)))
      open.removed.push(a[i++] ?? '');
    else open.added.push(b[j++] ?? '');
  }
  close();
  return changes;
}
