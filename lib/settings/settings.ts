import { availableParallelism } from 'node:os';
import path from 'node:path';
import { definitions, type SettingName, type SettingValues } from './definitions.ts';

const MB = 1024 * 1024;
const LEAST_PYRAMID_PIXELS = 1_000_000;

export type Settings = ReturnType<typeof arrange>;

/** All wrong settings at once. The message is meant to be printed as it is; it holds no values. */
export class SettingsError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`Some settings are wrong:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'SettingsError';
    this.problems = problems;
  }
}

/**
 * Reads every setting from the environment. Absent and empty variables take their default.
 * Folders come out absolute (relative ones are taken from the current folder), sizes in bytes, names as
 * in the returned type. Throws one SettingsError that lists every wrong setting with what was expected.
 */
export function loadSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const problems: string[] = [];
  const values = readValues(env, problems);
  if (problems.length > 0) throw new SettingsError(problems);
  return arrange(values);
}

function readValues(env: NodeJS.ProcessEnv, problems: string[]): SettingValues {
  const values: Partial<Record<SettingName, unknown>> = {};
  for (const name of Object.keys(definitions) as SettingName[]) {
    const definition = definitions[name];
    const alias = 'alias' in definition ? definition.alias : undefined;
    const own = present(env[name]);
    const old = alias === undefined ? undefined : present(env[alias]);
    if (own !== undefined && old !== undefined && own !== old) {
      problems.push(`${name}: expected only one of ${name} and ${alias}, or the same value in both`);
      continue;
    }
    const text = own ?? old ?? definition.default;
    if (text === undefined) continue;
    const result = definition.kind.safeParse(text);
    if (result.success) values[name] = result.data;
    else
      problems.push(
        `${own === undefined && old !== undefined ? alias : name}: expected ${result.error.issues[0]?.message}`,
      );
  }
  return values as SettingValues;
}

function present(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === '' ? undefined : trimmed;
}

function arrange(values: SettingValues) {
  const dataDir = path.resolve(values.DATA_DIR);
  const cacheDir =
    values.CACHE_DIR === undefined ? path.join(dataDir, 'cache') : path.resolve(values.CACHE_DIR);
  const threshold = values.AUTO_PYRAMID_THRESHOLD;
  return {
    server: {
      port: values.PORT,
      host: values.HOST,
      dataDir,
      imagesDir:
        values.IMAGES_DIR === undefined ? path.join(dataDir, 'images') : path.resolve(values.IMAGES_DIR),
      /** Undefined: the embedded Postgres. */
      databaseUrl: values.DATABASE_URL,
      redisUrl: values.REDIS_URL,
      adminPassword: values.ADMIN_PASSWORD,
      /** Undefined: generated into dataDir by the boot. */
      secretKey: values.SECRET_KEY,
      logLevel: values.LOG_LEVEL,
      /** Undefined: pretty on a terminal, else json. */
      logFormat: values.LOG_FORMAT,
      proxyServers: values.PROXY_SERVERS,
      benchmarking: values.BENCHMARKING,
      taskConcurrency: values.TASK_CONCURRENCY ?? 2,
    },
    web: {
      /** Undefined: as the request says. */
      hostName: values.PUBLIC_HOST_NAME,
      /** "" or a path without slash at its end. */
      rootPath: values.APPLICATION_ROOT,
      scheme: values.PREFERRED_URL_SCHEME,
      /** 0 = any. */
      internalPort: values.INTERNAL_BROWSING_PORT,
      internalHttps: values.INTERNAL_BROWSING_SSL,
    },
    pages: {
      /** Repository paths without a slash in front; undefined when they are not wanted. */
      logo: imagePath(values.LOGO_IMAGE_PATH),
      demo: imagePath(values.DEMO_IMAGE_PATH),
      demoOverlay: imagePath(values.DEMO_OVERLAY_IMAGE_PATH),
    },
    signIn: {
      cookieName: values.SESSION_COOKIE_NAME,
      /** Undefined: when signing in over HTTPS. */
      cookieSecure: values.SESSION_COOKIE_SECURE,
      sessionSeconds: values.SESSION_DAYS * 86_400,
      tokenSeconds: values.API_TOKEN_EXPIRY_TIME,
      redirectHosts: values.LOGIN_REDIRECT_HOSTS,
    },
    ldap: {
      enabled: values.LDAP_INTEGRATION,
      type: values.LDAP_SERVER_TYPE,
      server: values.LDAP_SERVER,
      secure: values.LDAP_SECURE,
      startTls: values.LDAP_START_TLS,
      caFile: values.LDAP_CA_FILE === undefined ? undefined : path.resolve(values.LDAP_CA_FILE),
      queryBase: values.LDAP_QUERY_BASE,
      bindUser: values.LDAP_BIND_USER_DN,
      bindPassword: values.LDAP_BIND_PASSWORD,
    },
    oidc: {
      /** Undefined: off. */
      issuer: values.OIDC_ISSUER,
      clientId: values.OIDC_CLIENT_ID,
      clientSecret: values.OIDC_CLIENT_SECRET,
      name: values.OIDC_NAME,
      createAccounts: values.OIDC_CREATE_ACCOUNTS,
    },
    files: {
      maxContentLength: values.MAX_CONTENT_LENGTH,
      uploadFolders: values.IMAGE_UPLOAD_DIRS,
      uploadedTemplate: values.IMAGE_UPLOADED_TEMPLATE,
      unicodeNames: values.ALLOW_UNICODE_FILENAMES,
      fileMode: values.IMAGES_FILE_MODE,
      dirMode: values.IMAGES_DIR_MODE,
      /** 0 deletes at once. */
      trashKeepDays: values.TRASH_KEEP_DAYS,
      /** 0 keeps the record for ever. */
      auditKeepDays: values.AUDIT_KEEP_DAYS,
    },
    imaging: {
      resizeQuality: values.IMAGE_RESIZE_QUALITY as 1 | 2 | 3,
      gammaCorrect: values.IMAGE_RESIZE_GAMMA_CORRECT,
      autoOrient: values.IMAGE_AUTO_ORIENT,
      keepCopyright: values.IMAGE_KEEP_COPYRIGHT,
      autoFormats: values.IMAGE_AUTO_FORMATS,
      iccDir: values.ICC_DIR === undefined ? undefined : path.resolve(values.ICC_DIR),
      burstPdf: values.PDF_BURST_TO_PNG,
      /** Dots per inch of what is drawn, when nobody asks for others. */
      drawnDpi: values.PDF_BURST_DPI,
      /** Pixels; 0 when no pyramids are made. */
      pyramidThreshold: threshold < LEAST_PYRAMID_PIXELS ? 0 : threshold,
      maxDimension: values.MAX_IMAGE_DIMENSION,
      maxGridTiles: values.MAX_GRID_TILES,
      /** Pixels; 0 is no limit. */
      publicMaxWidth: values.PUBLIC_MAX_IMAGE_WIDTH,
      publicMaxHeight: values.PUBLIC_MAX_IMAGE_HEIGHT,
      maxInputPixels: values.IMAGE_MAX_INPUT_PIXELS,
      maxOutputPixels: values.IMAGE_MAX_OUTPUT_PIXELS,
      maxFrames: values.IMAGE_MAX_FRAMES,
      timeoutSeconds: values.IMAGE_TIMEOUT_SECONDS,
      xrefTrackingUrl: values.XREF_TRACKING_URL,
    },
    rendering: {
      waitTimeoutSeconds: values.IMAGE_GENERATION_WAIT_TIMEOUT,
      raiseTooBusy: values.IMAGE_GENERATION_RAISE_TOO_BUSY,
      concurrency: values.RENDER_CONCURRENCY ?? availableParallelism(),
      queueLimit: values.RENDER_QUEUE_LIMIT,
    },
    cache: {
      dir: cacheDir,
      pyramidsDir: path.join(cacheDir, 'pyramids'),
      memoryBytes: values.CACHE_MEMORY_MB * MB,
      diskBytes: values.CACHE_DISK_MB * MB,
      basesBytes: values.CACHE_BASES_MB * MB,
      pyramidsBytes: values.CACHE_PYRAMIDS_MB * MB,
      redisTtlSeconds: values.CACHE_REDIS_TTL_HOURS * 3600,
    },
    stats: {
      frequencyMinutes: values.STATS_FREQUENCY,
      /** 0 keeps records for ever. */
      keepDays: values.STATS_KEEP_DAYS,
      enabled: values.STATS_ENABLED,
      flushSeconds: values.STATS_FLUSH_SECONDS,
      /** 0 never merges records. */
      fineDays: values.STATS_FINE_DAYS,
      referrers: values.STATS_REFERRERS,
    },
  };
}

function imagePath(written: string | undefined): string | undefined {
  return written?.replace(/^\/+|\/+$/g, '');
}
