import type { Flag } from '../client/viewer.tsx';

type FlagWords = {
  flag: Flag;
  name: string;
  /** What it lets people do. */
  grants: string;
  /** What it brings with it, or lacks against expectation. */
  implies?: string;
};

/** System permissions of groups in the order of their weight. */
export const FLAG_WORDS: readonly FlagWords[] = [
  {
    flag: 'folios',
    name: 'Create portfolios',
    grants: 'Put images together into portfolios and publish them.',
  },
  { flag: 'reports', name: 'See reports', grants: 'Read the statistics of images and of the server.' },
  {
    flag: 'admin_folios',
    name: 'Administer portfolios',
    grants: 'Change and delete the portfolios of everybody.',
    implies: 'Includes “Create portfolios”.',
  },
  {
    flag: 'admin_files',
    name: 'Administer files and folders',
    grants: 'See, change and delete everything in every folder.',
    implies: 'Overrides all folder permissions.',
  },
  {
    flag: 'admin_users',
    name: 'Administer users',
    grants: 'Create, change and disable accounts, and choose who is in which group.',
    implies: 'Does not reach accounts and groups that hold one of the two permissions below.',
  },
  {
    flag: 'admin_permissions',
    name: 'Administer groups and permissions',
    grants: 'Decide who may do what in which folder.',
    implies: 'Creating groups and changing what they grant takes “Administer users” as well.',
  },
  {
    flag: 'admin_all',
    name: 'Super user',
    grants: 'Everything, with templates, settings and background tasks.',
    implies: 'Includes all permissions above.',
  },
];

export function flagName(flag: string): string {
  return FLAG_WORDS.find((words) => words.flag === flag)?.name ?? flag;
}

/** Those that follow from others that are set. */
export function impliedFlags(set: ReadonlySet<Flag>): ReadonlySet<Flag> {
  if (set.has('admin_all'))
    return new Set(FLAG_WORDS.map(({ flag }) => flag).filter((flag) => flag !== 'admin_all'));
  return new Set(set.has('admin_folios') ? ['folios'] : []);
}
