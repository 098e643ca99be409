import type { TreeFolder } from '../client/browsed.ts';

type Line = { folder: TreeFolder; depth: number; open: boolean };

/** What a key does in a tree of folders. */
export type TreeStep =
  | { type: 'focus' | 'choose' | 'open' | 'close'; path: string }
  | { type: 'open-all'; paths: string[] };

/** Milliseconds after which typed letters begin a new word. */
const TYPING_PAUSE = 700;

/**
 * What a key does on a line of a tree (WAI-ARIA tree pattern); undefined when nothing.
 * @param typed what has been typed ahead, which this changes
 */
export function treeStep(
  key: string,
  lines: readonly Line[],
  active: string,
  typed: { text: string; at: number },
  now: number,
): TreeStep | undefined {
  const at = lines.findIndex(({ folder }) => folder.path === active);
  const line = lines[at];
  if (!line) return undefined;
  const focus = (target: Line | undefined): TreeStep | undefined =>
    target && { type: 'focus', path: target.folder.path };
  const { path, has_children: hasChildren } = line.folder;
  switch (key) {
    case 'ArrowDown':
      return focus(lines[at + 1]);
    case 'ArrowUp':
      return focus(lines[at - 1]);
    case 'Home':
      return focus(lines[0]);
    case 'End':
      return focus(lines.at(-1));
    case 'ArrowRight': {
      if (!hasChildren) return undefined;
      if (!line.open) return { type: 'open', path };
      const next = lines[at + 1];
      return next && next.depth > line.depth ? focus(next) : undefined;
    }
    case 'ArrowLeft':
      if (line.open) return { type: 'close', path };
      return focus(lines.slice(0, at).findLast(({ depth }) => depth < line.depth));
    case 'Enter':
    case ' ':
      return { type: 'choose', path };
    case '*':
      return {
        type: 'open-all',
        paths: lines.filter(({ depth }) => depth === line.depth).map(({ folder }) => folder.path),
      };
    default:
      return key.length === 1 ? focus(typedLine(key, lines, at, typed, now)) : undefined;
  }
}

/** The next line whose name begins with what has been typed. */
function typedLine(
  key: string,
  lines: readonly Line[],
  at: number,
  typed: { text: string; at: number },
  now: number,
): Line | undefined {
  typed.text = now - typed.at > TYPING_PAUSE ? key : typed.text + key;
  typed.at = now;
  const start = typed.text.toLowerCase();
  // A single letter goes on to the next of its kind; a word that grows may stay where it is.
  const from = typed.text.length === 1 ? at + 1 : at;
  return [...lines.slice(from), ...lines.slice(0, from)].find(({ folder }) =>
    folder.name.toLowerCase().startsWith(start),
  );
}
