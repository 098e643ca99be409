import type { z } from 'zod';

export type SettingGroup =
  | 'Server'
  | 'Addresses'
  | 'Pages'
  | 'Sign-in'
  | 'LDAP'
  | 'OpenID Connect'
  | 'Files'
  | 'Imaging'
  | 'Limits'
  | 'Cache'
  | 'Statistics';

type Definition<Kind extends z.ZodType, Default extends string | undefined> = {
  group: SettingGroup;
  kind: Kind;
  /** Read like any other value when the variable is absent or empty. */
  default: Default;
  /** What the documentation shows as the default when it is worked out from other settings. */
  defaultText?: string;
  meaning: string;
  /** Older name, still accepted. */
  alias?: string;
};

/** A setting that always has a value. */
export function fixed<Kind extends z.ZodType>(
  group: SettingGroup,
  kind: Kind,
  value: string,
  meaning: string,
) {
  return { group, kind, default: value, meaning } satisfies Definition<Kind, string>;
}

/** A setting that may be absent; `defaultText` says what happens then. */
export function open<Kind extends z.ZodType>(
  group: SettingGroup,
  kind: Kind,
  defaultText: string,
  meaning: string,
  alias?: string,
) {
  return {
    group,
    kind,
    default: undefined,
    defaultText,
    meaning,
    ...(alias === undefined ? {} : { alias }),
  } satisfies Definition<Kind, undefined>;
}
