import type { FolderRights, GroupOnFolder } from './rights.ts';

/** Changes that are not saved yet, by group: a level, or null for none of its own. */
export type Draft = ReadonlyMap<number, number | null>;

export const NO_CHANGES: Draft = new Map();

/** A group on a folder as it would be with the changes. */
export type DraftRow = {
  /** What holds; null when the group has no level here nor above. */
  level: number | null;
  /** Whether the group has a level of its own here. */
  own: boolean;
  changed: boolean;
};

export function draftRow(row: GroupOnFolder, draft: Draft): DraftRow {
  const saved = row.own?.access ?? null;
  const wish = draft.get(row.group_id);
  const own = wish === undefined ? saved : wish;
  return {
    level: own ?? row.inherited?.access ?? null,
    own: own !== null,
    changed: wish !== undefined,
  };
}

/** With another wish for a group; what is saved already is no change. */
export function withWish(draft: Draft, row: GroupOnFolder, wish: number | null): Draft {
  const next = new Map(draft);
  if (wish === (row.own?.access ?? null)) next.delete(row.group_id);
  else next.set(row.group_id, wish);
  return next;
}

type Change = { group_id: number; access: number | null; version: number };

/** What is sent, tied to what was read: nothing that somebody else has changed meanwhile is overwritten. */
export function changesOf(rights: FolderRights, draft: Draft): Change[] {
  return rights.groups.flatMap(({ group_id, own }) => {
    const access = draft.get(group_id);
    return access === undefined ? [] : [{ group_id, access, version: own?.version ?? 0 }];
  });
}

/** What takes the changes back, once they are saved. */
export function inverseOf(before: FolderRights, after: FolderRights, draft: Draft): Change[] {
  const versions = new Map(after.groups.map(({ group_id, own }) => [group_id, own?.version ?? 0]));
  return before.groups.flatMap(({ group_id, own }) =>
    draft.has(group_id)
      ? [{ group_id, access: own?.access ?? null, version: versions.get(group_id) ?? 0 }]
      : [],
  );
}

/** The groups that a filter leaves: by name, and on wish only those with a level of their own or a change. */
export function filterGroups(
  rights: FolderRights,
  draft: Draft,
  filter: { text: string; ownOnly: boolean; groupId: number | undefined },
): GroupOnFolder[] {
  const wanted = filter.text.trim().toLowerCase();
  return rights.groups.filter((row) => {
    if (draft.has(row.group_id)) return true;
    if (filter.groupId !== undefined && row.group_id !== filter.groupId) return false;
    if (filter.ownOnly && row.own === null) return false;
    return row.name.toLowerCase().includes(wanted);
  });
}
