import { levelName } from '../client/rights.ts';
import type { GroupShare, PermissionTrace } from './rights.ts';

/** One line of the chain: a group, what it contributes, and whether it decides. */
export type ChainLine = {
  groupId: number;
  name: string;
  level: number | null;
  folder: string | null;
  inherited: boolean;
  /** Opens every folder whatever the levels are. */
  overrides: boolean;
  decides: boolean;
};

const OVERRIDE_NAMES: Readonly<Record<string, string>> = {
  admin_files: 'Administer files and folders',
  admin_all: 'Super user',
};

/** Who it is about, as the beginning of a sentence. */
function subjectOf(trace: PermissionTrace): string {
  if (!trace.user) return 'Anybody who is not signed in';
  const { first_name, last_name, username } = trace.user;
  return `${first_name} ${last_name}`.trim() || username;
}

/** Public first, then the groups of the person; those that lead to the level are marked. */
export function chainOf(trace: PermissionTrace): ChainLine[] {
  const overridden = trace.overrides.length > 0;
  const line = (share: GroupShare): ChainLine => ({
    groupId: share.group_id,
    name: share.name,
    level: share.access,
    folder: share.folder,
    inherited: share.inherited,
    overrides: share.overrides.length > 0,
    decides: overridden
      ? share.overrides.length > 0
      : share.access !== null && share.access > 0 && share.access === trace.granted,
  });
  return [trace.public, ...trace.groups].map(line);
}

/** What holds, and why, in sentences. */
export function explanationOf(trace: PermissionTrace): string[] {
  const subject = subjectOf(trace);
  const disabled = trace.user?.status === 0 ? ['The account is disabled: nobody can sign in with it.'] : [];
  if (trace.overrides.length > 0) {
    const names = trace.overrides.map((flag) => `“${OVERRIDE_NAMES[flag] ?? flag}”`).join(' and ');
    const groups = chainOf(trace).filter(({ overrides }) => overrides);
    return [
      ...disabled,
      `${subject} may do everything in every folder, because ${nameGroups(groups)} the permission ${names}.`,
      trace.granted < trace.access
        ? `Without it, folder levels alone would give “${levelName(trace.granted)}”.`
        : 'Folder levels alone would give as much.',
    ];
  }
  if (trace.access === 0) {
    const given = chainOf(trace).some(({ level }) => level !== null);
    return [
      ...disabled,
      `${subject} cannot see ${trace.path}.`,
      given
        ? 'Every group that counts has “No access” here or on a folder above.'
        : 'No group that counts has a level here or on a folder above.',
    ];
  }
  const deciding = chainOf(trace).filter(({ decides }) => decides);
  return [
    ...disabled,
    `${subject} has “${levelName(trace.access)}” on ${trace.path}, ${deciding.map(reasonOf).join(', and ')}.`,
    ...(deciding.length < chainOf(trace).length
      ? ['Of all groups that count, the highest level wins; a lower one elsewhere takes nothing away.']
      : []),
  ];
}

function reasonOf({ name, folder, inherited }: ChainLine): string {
  return inherited ? `because ${name} has it on ${folder ?? '/'}` : `because ${name} has it right here`;
}

function nameGroups(groups: readonly ChainLine[]): string {
  const names = groups.map(({ name }) => name);
  if (names.length === 1) return `the group ${names[0] ?? ''} grants`;
  return `the groups ${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''} grant`;
}
