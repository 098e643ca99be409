import type { z } from 'zod';
import { fixed, open } from './define.ts';
import { peopleDefinitions } from './people-definitions.ts';
import {
  clampedNumber,
  fileMode,
  hostName,
  listOf,
  oneOf,
  password,
  plainText,
  rootPath,
  secretKey,
  uploadFolders,
  url,
  wholeNumber,
  yesOrNo,
} from './value-kinds.ts';

/** Everything that can be set, in the order in which it is documented. */
export const definitions = {
  PORT: fixed('Server', wholeNumber(0, 65535), '3000', 'TCP port to listen on. 0 takes any free one.'),
  HOST: fixed('Server', plainText, '0.0.0.0', 'Address to listen on. 127.0.0.1 keeps it to this machine.'),
  DATA_DIR: fixed(
    'Server',
    plainText,
    '.data',
    'Folder for everything the server keeps itself: the embedded database, generated secrets, the disk cache.',
  ),
  IMAGES_DIR: open(
    'Server',
    plainText,
    '$DATA_DIR/images',
    'The picture repository. Files may come and go outside the server.',
    'IMAGES_BASE_DIR',
  ),
  DATABASE_URL: open(
    'Server',
    url('postgresql', 'postgres'),
    'embedded Postgres under $DATA_DIR',
    'Postgres to use instead of the embedded one.',
  ),
  REDIS_URL: open(
    'Server',
    url('redis', 'rediss'),
    'no Redis',
    'Redis that all nodes share as a picture cache and for locks.',
  ),
  ADMIN_PASSWORD: open(
    'Server',
    password(8),
    'generated and printed at first boot',
    'Password of the first administrator. Only read when that account is made.',
  ),
  SECRET_KEY: open(
    'Server',
    secretKey,
    'generated into $DATA_DIR',
    'Signs sessions and tokens. Must be equal on all nodes.',
  ),
  LOG_LEVEL: fixed(
    'Server',
    oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
    'info',
    'Least level that is logged: trace, debug, info, warn, error, fatal or silent.',
  ),
  LOG_FORMAT: open(
    'Server',
    oneOf('json', 'pretty'),
    'pretty on a terminal, else json',
    'One JSON object per line, or lines for people.',
  ),
  BENCHMARKING: fixed(
    'Server',
    yesOrNo,
    'false',
    'Lets anyone bypass the cache with cache=0 and recache=1. Not for production.',
  ),
  PROXY_SERVERS: fixed(
    'Server',
    wholeNumber(0, 10),
    '0',
    'Trusted proxies in front of the server, whose X-Forwarded-For entries are believed.',
  ),
  TASK_CONCURRENCY: open(
    'Server',
    wholeNumber(1, 32),
    '2',
    'Background tasks that run at the same time in one process.',
    'TASK_SERVER_THREADS',
  ),

  PUBLIC_HOST_NAME: open('Addresses', hostName, "the request's Host", 'host or host:port of absolute links.'),
  APPLICATION_ROOT: fixed(
    'Addresses',
    rootPath,
    '/',
    'Path that a proxy in front takes off; absolute links begin with it.',
  ),
  PREFERRED_URL_SCHEME: open(
    'Addresses',
    oneOf('http', 'https'),
    "the request's scheme",
    'Scheme of absolute links.',
  ),
  INTERNAL_BROWSING_PORT: fixed(
    'Addresses',
    wholeNumber(0, 65535),
    '0',
    'Only on this port can people sign in, upload and administer. 0 = any. Pictures are not affected.',
  ),
  INTERNAL_BROWSING_SSL: fixed(
    'Addresses',
    yesOrNo,
    'false',
    'Only over HTTPS can people sign in, upload and administer. Pictures are not affected.',
  ),

  LOGO_IMAGE_PATH: open(
    'Pages',
    plainText,
    "Emulsion's name",
    'Picture in the repository that is shown as the logo, 50 pixels high. To be seen before signing in, its folder has to be visible to everyone.',
  ),
  DEMO_IMAGE_PATH: open(
    'Pages',
    plainText,
    'no such page',
    'Picture or folder in the repository for the public playground at /demo/. It has to be visible to everyone.',
  ),
  DEMO_OVERLAY_IMAGE_PATH: open(
    'Pages',
    plainText,
    'no overlays',
    'Picture in the repository that the playground lays over others.',
  ),

  ...peopleDefinitions,

  MAX_CONTENT_LENGTH: fixed(
    'Files',
    wholeNumber(1_048_576, 1_099_511_627_776),
    '1073741824',
    'Most bytes of one upload request, all its files together.',
  ),
  IMAGE_UPLOAD_DIRS: fixed(
    'Files',
    uploadFolders,
    "Today's images=%Y-%m-%d;Sample images=samples",
    'Folders that uploads offer by number: label=path, separated by semicolons. % stands for parts of the date, in UTC.',
  ),
  IMAGE_UPLOADED_TEMPLATE: open(
    'Files',
    plainText,
    'a thumbnail',
    'Template of the picture in the markup that is offered for uploaded files.',
  ),
  ALLOW_UNICODE_FILENAMES: fixed('Files', yesOrNo, 'true', 'false keeps new names to ASCII.'),
  IMAGES_FILE_MODE: fixed('Files', fileMode, '644', 'Permissions of new files, in octal.'),
  IMAGES_DIR_MODE: fixed('Files', fileMode, '755', 'Permissions of new folders, in octal.'),
  TRASH_KEEP_DAYS: fixed(
    'Files',
    wholeNumber(0, 3650),
    '30',
    'Days that deleted files stay in the trash. 0 deletes them at once.',
  ),
  AUDIT_KEEP_DAYS: fixed(
    'Files',
    wholeNumber(0, 36_500),
    '730',
    'Days that the record of who did what is kept. 0 keeps it for ever.',
  ),

  IMAGE_RESIZE_QUALITY: fixed('Imaging', wholeNumber(1, 3), '3', 'Resampling: 1 fastest, 3 best.'),
  IMAGE_RESIZE_GAMMA_CORRECT: fixed('Imaging', yesOrNo, 'true', 'Resize in linear light.'),
  IMAGE_AUTO_ORIENT: fixed(
    'Imaging',
    yesOrNo,
    'true',
    'Turn pictures upright as their EXIF says. false is what the predecessor did.',
  ),
  IMAGE_KEEP_COPYRIGHT: fixed(
    'Imaging',
    yesOrNo,
    'false',
    'Keep the copyright and author fields when metadata is stripped.',
  ),
  IMAGE_AUTO_FORMATS: fixed(
    'Imaging',
    listOf('avif', 'webp'),
    'avif,webp',
    'What format=auto may choose beside JPEG and PNG, best first. none switches both off.',
  ),
  ICC_DIR: open('Imaging', plainText, 'none', 'Folder of .icc and .icm colour profiles.', 'ICC_BASE_DIR'),
  PDF_BURST_TO_PNG: fixed(
    'Imaging',
    yesOrNo,
    'true',
    'Put the pages of a PDF as PNG into a folder beside it, named like the file with .d behind, when it arrives or its details are looked at.',
  ),
  PDF_BURST_DPI: fixed(
    'Imaging',
    wholeNumber(1, 2400),
    '150',
    'Dots per inch of those pages, and of PDF and PostScript that are drawn without dpi=.',
  ),
  AUTO_PYRAMID_THRESHOLD: fixed(
    'Imaging',
    wholeNumber(0, 1_000_000_000),
    '10000000',
    'Pixels above which a pyramid is made in the background. Below 1000000 none are made.',
  ),
  XREF_TRACKING_URL: open(
    'Imaging',
    url('http', 'https'),
    'off',
    'URL prefix that is called in the background for requests with xref=.',
  ),

  MAX_IMAGE_DIMENSION: fixed(
    'Limits',
    wholeNumber(1, 100_000),
    '15000',
    'Largest width or height that may be asked for, in pixels.',
  ),
  MAX_GRID_TILES: fixed('Limits', wholeNumber(4, 65_536), '256', 'Largest number of tiles in a grid.'),
  PUBLIC_MAX_IMAGE_WIDTH: fixed(
    'Limits',
    wholeNumber(0, 100_000),
    '0',
    'Largest width for people who are not signed in. 0 is no limit; zoom viewers need 1000 or more.',
  ),
  PUBLIC_MAX_IMAGE_HEIGHT: fixed('Limits', wholeNumber(0, 100_000), '0', 'The same for the height.'),
  IMAGE_MAX_INPUT_PIXELS: fixed(
    'Limits',
    wholeNumber(1_000_000, 4_000_000_000),
    '300000000',
    'Files with more pixels are refused with 415.',
  ),
  IMAGE_MAX_OUTPUT_PIXELS: fixed(
    'Limits',
    wholeNumber(1_000_000, 1_000_000_000),
    '225000000',
    'Most pixels a made picture may have.',
  ),
  IMAGE_MAX_FRAMES: fixed(
    'Limits',
    wholeNumber(1, 10_000),
    '500',
    'Most frames or pages that are read from one file.',
  ),
  IMAGE_TIMEOUT_SECONDS: fixed(
    'Limits',
    wholeNumber(1, 600),
    '30',
    'Seconds after which the making of one picture is given up.',
  ),
  IMAGE_GENERATION_WAIT_TIMEOUT: fixed(
    'Limits',
    clampedNumber(10, 120),
    '30',
    'Seconds a request waits for another one that is making the same picture. Forced into 10 to 120.',
  ),
  IMAGE_GENERATION_RAISE_TOO_BUSY: fixed(
    'Limits',
    yesOrNo,
    'true',
    'Answer 503 after that wait. false makes the picture a second time.',
  ),
  RENDER_CONCURRENCY: open(
    'Limits',
    wholeNumber(1, 256),
    'number of cores',
    'Pictures that are made at the same time.',
  ),
  RENDER_QUEUE_LIMIT: fixed(
    'Limits',
    wholeNumber(0, 100_000),
    '256',
    'Requests that may wait for their turn; more are answered with 503.',
  ),

  CACHE_MEMORY_MB: fixed('Cache', wholeNumber(0, 1_048_576), '256', 'Made pictures kept in memory, in MB.'),
  CACHE_DISK_MB: fixed('Cache', wholeNumber(0, 104_857_600), '4096', 'Made pictures kept on disk, in MB.'),
  CACHE_DIR: open(
    'Cache',
    plainText,
    '$DATA_DIR/cache',
    'Folder of the disk cache. May be deleted any time.',
  ),
  CACHE_BASES_MB: fixed(
    'Cache',
    wholeNumber(0, 1_048_576),
    '128',
    'Decoded base pictures kept in memory, in MB.',
  ),
  CACHE_PYRAMIDS_MB: fixed(
    'Cache',
    wholeNumber(0, 104_857_600),
    '4096',
    'Pyramids of large pictures kept on disk, in MB.',
  ),
  CACHE_REDIS_TTL_HOURS: fixed(
    'Cache',
    wholeNumber(1, 8760),
    '168',
    'Hours after which an unused picture leaves Redis.',
  ),

  STATS_FREQUENCY: fixed('Statistics', wholeNumber(1, 1440), '60', 'Minutes that one record covers.'),
  STATS_KEEP_DAYS: fixed(
    'Statistics',
    wholeNumber(0, 36_500),
    '365',
    'Days after which records are deleted. 0 keeps them for ever.',
  ),
  STATS_ENABLED: fixed('Statistics', yesOrNo, 'true', 'Whether requests for pictures are counted.'),
  STATS_FLUSH_SECONDS: fixed(
    'Statistics',
    wholeNumber(1, 60),
    '30',
    'Seconds that counts wait in memory before they are written: what a crash may lose.',
  ),
  STATS_FINE_DAYS: fixed(
    'Statistics',
    wholeNumber(0, 36_500),
    '90',
    'Days after which the records of images are merged into one for each day (UTC). 0 never merges them.',
  ),
  STATS_REFERRERS: fixed(
    'Statistics',
    yesOrNo,
    'false',
    'Whether the hosts of the pages that show pictures are counted. Only the host is noted.',
  ),
} as const;

export type SettingName = keyof typeof definitions;

/** The typed value of each setting; those without a default may be undefined. */
export type SettingValues = {
  [Name in SettingName]: (typeof definitions)[Name]['default'] extends string
    ? z.output<(typeof definitions)[Name]['kind']>
    : z.output<(typeof definitions)[Name]['kind']> | undefined;
};
