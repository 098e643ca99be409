import type { Flag } from '../client/viewer.tsx';

const NAMES = {
  admin_files: 'Administer files and folders',
  admin_all: 'Super user',
} as const satisfies Partial<Record<Flag, string>>;

/** Why something cannot be done, or undefined when it can: the permission that is missing, by name. */
export function missingRight(flags: readonly Flag[], needed: keyof typeof NAMES): string | undefined {
  return flags.includes(needed) ? undefined : `Needs the permission “${NAMES[needed]}”`;
}
