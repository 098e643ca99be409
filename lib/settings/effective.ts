import { definitions, type SettingName } from './definitions.ts';
import { settingsDocs } from './documentation.ts';
import type { Settings } from './settings.ts';

/** A setting as an administrator may see it. */
export type EffectiveSetting = {
  name: string;
  group: string;
  meaning: string;
  /** As documented, which may be words where it is worked out. */
  default: string;
  /** Variable that sets it, which may be its older name; null = the default holds. */
  setBy: string | null;
  /** What holds; null for secrets and for what is absent. */
  value: string | null;
  /** Of secrets only whether they are set is told. */
  secret: boolean;
};

const SECRET = /PASSWORD|SECRET/;
const SECRET_QUERY = /api|token|key|secret|pass|signature/i;
const HIDDEN = '***';

/** Every setting with the value that holds in this process, in the order in which they are documented. */
export function effectiveSettings(
  settings: Settings,
  env: NodeJS.ProcessEnv = process.env,
): EffectiveSetting[] {
  const workedOut: Partial<Record<SettingName, string>> = {
    DATA_DIR: settings.server.dataDir,
    IMAGES_DIR: settings.server.imagesDir,
    CACHE_DIR: settings.cache.dir,
    RENDER_CONCURRENCY: String(settings.rendering.concurrency),
    TASK_CONCURRENCY: String(settings.server.taskConcurrency),
  };
  return settingsDocs.map(({ name, alias, group, meaning, default: usual }) => {
    const setBy = [name, alias].find((each) => each !== undefined && isSet(env[each])) ?? null;
    const text = setBy === null ? definitions[name].default : env[setBy]?.trim();
    const secret = SECRET.test(name);
    const shown = secret || text === undefined ? undefined : withoutCredentials(text);
    return {
      name,
      group,
      meaning,
      default: usual,
      setBy,
      value: secret ? null : (workedOut[name] ?? shown ?? null),
      secret,
    };
  });
}

function isSet(text: string | undefined): boolean {
  return text !== undefined && text.trim() !== '';
}

/** Addresses may hold a password, or a key in their query. Other text is as it was. */
function withoutCredentials(text: string): string {
  const url = text.includes('://') ? URL.parse(text) : null;
  if (url === null) return text;
  if (url.password !== '') url.password = HIDDEN;
  // A key in the place of a name; names of database users are none.
  else if (url.username !== '' && /^https?:$/.test(url.protocol)) url.username = HIDDEN;
  const hidden = Array.from(url.searchParams.keys()).filter((name) => SECRET_QUERY.test(name));
  for (const name of hidden) url.searchParams.set(name, HIDDEN);
  return url.href;
}
