import { LEVEL, PUBLIC_GROUP } from './levels.ts';
import { type Grants, traceAccess } from './trace.ts';

/** A group as far as folders are concerned. */
export type ExplainedGroup = { id: number; name: string; flags: readonly string[] };

/** What one group contributes. Level and folder are null when it has no entry up to the root. */
type Share = {
  group_id: number;
  name: string;
  access: number | null;
  /** Folder of the entry that counts. */
  folder: string | null;
  /** Whether that folder is another one than the one asked for. */
  inherited: boolean;
  /** Flags of the group that open every folder. */
  overrides: string[];
};

export type Explanation = {
  public: Share;
  groups: Share[];
  /** The level that follows from entries alone. */
  granted: number;
  /** Flags that open every folder to this person. */
  overrides: string[];
  /** The level that holds. */
  access: number;
  /** What it lets people do, lowest first. */
  allows: string[];
};

/** Flags of groups that open every folder. */
export const OPENERS = ['admin_files', 'admin_all'] as const;

/** Each level as what it adds, lowest first. */
const ACTIONS: ReadonlyArray<readonly [string, number]> = [
  ['view', LEVEL.view],
  ['download', LEVEL.download],
  ['edit', LEVEL.edit],
  ['upload', LEVEL.upload],
  ['delete', LEVEL.delete],
  ['create_folder', LEVEL.createFolder],
  ['delete_folder', LEVEL.deleteFolder],
];

/**
 * A decision about a folder in full, from the same trace that answers requests.
 *
 * @param groups the person's groups; none for people who are not signed in
 * @param publicName name of the Public group
 */
export function explainAccess(
  grants: Grants,
  folder: string,
  groups: readonly ExplainedGroup[],
  publicName: string,
): Explanation {
  const overrides = OPENERS.filter((flag) => groups.some(({ flags }) => flags.includes(flag)));
  const subject = { groupIds: groups.map(({ id }) => id), administersFiles: overrides.length > 0 };
  const trace = traceAccess(subject, folder, grants);
  const share = ({ id, name, flags }: ExplainedGroup): Share => {
    const entry = trace.entries.find(({ groupId }) => groupId === id);
    return {
      group_id: id,
      name,
      access: entry?.access ?? null,
      folder: entry?.folder ?? null,
      inherited: entry !== undefined && entry.folder !== folder,
      overrides: OPENERS.filter((flag) => flags.includes(flag)),
    };
  };
  return {
    public: share({ id: PUBLIC_GROUP, name: publicName, flags: [] }),
    groups: groups.filter(({ id }) => id !== PUBLIC_GROUP).map(share),
    granted: Math.max(LEVEL.none, ...trace.entries.map(({ access }) => access)),
    overrides,
    access: trace.access,
    allows: ACTIONS.filter(([, level]) => trace.access >= level).map(([name]) => name),
  };
}
