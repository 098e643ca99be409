/**
 * What is selected in a list of things with ids, of which not all need be loaded. Grids, search and trash share these
 * rules: a click on one selects it alone, with Ctrl it joins or leaves, with Shift everything from the last one on.
 */
export type Selection = {
  /** Whether everything that the listing has is selected, but `ids`; else `ids` are what is selected. */
  all: boolean;
  ids: ReadonlySet<number>;
  /** Position in the list (0-based) that ranges start from. */
  anchor: number | undefined;
  /** `ids` as they were before the present range, which the next range from the same anchor replaces. */
  before: ReadonlySet<number>;
};

export type SelectionAction =
  | { type: 'only'; id: number; at: number }
  | { type: 'toggle'; id: number; at: number }
  /** Everything from the anchor to somewhere, as ids; instead of the range before. */
  | { type: 'range'; ids: readonly number[] }
  /** Where the next range starts. */
  | { type: 'anchor'; at: number }
  | { type: 'add'; ids: readonly number[] }
  | { type: 'all' }
  | { type: 'none' }
  /** Takes out what is not in the list any more. */
  | { type: 'forget'; ids: readonly number[] };

const NOTHING: ReadonlySet<number> = new Set();

export const EMPTY_SELECTION: Selection = { all: false, ids: NOTHING, anchor: undefined, before: NOTHING };

/** The selection after an action; the same object when nothing changes. */
export function select(selection: Selection, action: SelectionAction): Selection {
  const { all, ids, anchor } = selection;
  switch (action.type) {
    case 'only':
      return { all: false, ids: new Set([action.id]), anchor: action.at, before: NOTHING };
    case 'toggle': {
      const next = new Set(ids);
      if (!next.delete(action.id)) next.add(action.id);
      return { all, ids: next, anchor: action.at, before: next };
    }
    case 'range': {
      // The others of a range that is drawn back leave again; what was chosen before it stays.
      return { ...selection, ids: withSelected(all, selection.before, action.ids) };
    }
    case 'anchor':
      return { ...selection, anchor: action.at, before: ids };
    case 'add': {
      const next = withSelected(all, ids, action.ids);
      return { ...selection, ids: next, before: next };
    }
    case 'all':
      return { all: true, ids: NOTHING, anchor, before: NOTHING };
    case 'none':
      return all || ids.size > 0 || anchor !== undefined ? EMPTY_SELECTION : selection;
    case 'forget': {
      const next = new Set(ids);
      for (const id of action.ids) next.delete(id);
      if (next.size === ids.size) return selection;
      return { all, ids: next, anchor: undefined, before: next };
    }
  }
}

/** The ids of a selection to which some are added: when everything is selected, `ids` are what is not. */
function withSelected(all: boolean, ids: ReadonlySet<number>, added: readonly number[]): Set<number> {
  const next = new Set(ids);
  for (const id of added) {
    if (all) next.delete(id);
    else next.add(id);
  }
  return next;
}

export function isSelected({ all, ids }: Selection, id: number): boolean {
  return ids.has(id) !== all;
}

/** @param total of the listing */
export function countSelected({ all, ids }: Selection, total: number): number {
  return all ? Math.max(0, total - ids.size) : ids.size;
}

/** The selection as the API takes it; `search` describes the listing that everything is selected of. */
export function selectionBody<Search>(
  { all, ids }: Selection,
  search: Search,
): { ids: number[] } | { search: Search; except: number[] } {
  return all ? { search, except: [...ids] } : { ids: [...ids] };
}
