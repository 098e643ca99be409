import type { Flag } from '../client/viewer.tsx';

/** Why somebody may not create and delete groups or change what they grant, or undefined when they may. */
export function whyNotMakeGroups(flags: readonly Flag[]): string | undefined {
  return flags.includes('admin_permissions')
    ? undefined
    : 'Needs the permission “Administer groups and permissions”';
}

/** Why somebody may not set or clear one permission of groups, or undefined when they may. */
export function whyNotChangeFlag(flag: Flag, isSet: boolean, flags: readonly Flag[]): string | undefined {
  const missing = whyNotMakeGroups(flags);
  if (missing !== undefined) return missing;
  return isSet || flags.includes(flag) ? undefined : 'You do not hold this permission yourself';
}
