import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { type OpenDatabase, openSettledDatabase } from '#lib/boot/database.ts';
import { openPictureKeeping } from '#lib/boot/picture-cache.ts';
import { openLog } from '#lib/boot/start.ts';
import type { Change, Epoch } from '#lib/cache/epoch.ts';
import { ensureFolder, findImage } from '#lib/catalog/store.ts';
import type { Logger } from '#lib/log/log.ts';
import { normalizeImagePath, parentFolders } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { listGrants, saveGrant } from '#lib/permissions/store.ts';
import { loadSettings, type Settings } from '#lib/settings/settings.ts';
import { loadTemplates, saveDefaultName, saveTemplate } from '#lib/templates/store.ts';
import { parseTemplate } from '#lib/transform/template.ts';

type Context = { settings: Settings; log: Logger; database: OpenDatabase };

const LEVELS: ReadonlyMap<string, number | undefined> = new Map([
  ['none', LEVEL.none],
  ['view', LEVEL.view],
  ['download', LEVEL.download],
  ['edit', LEVEL.edit],
  ['upload', LEVEL.upload],
  ['delete', LEVEL.delete],
  ['create', LEVEL.createFolder],
  ['delete-folder', LEVEL.deleteFolder],
  ['inherit', undefined],
]);

/** Carries out a command on the database of this installation, whether or not its server is running. */
export async function runCommand(command: string, args: readonly string[]): Promise<number> {
  const settings = loadSettings();
  const log = openLog(settings);
  const database = await openSettledDatabase(settings, log, 'command');
  try {
    const context = { settings, log, database };
    const [verb, ...rest] = args;
    switch (command) {
      case 'migrate':
        return say('The database is up to date.');
      case 'template':
        return await template(context, verb, rest);
      case 'access':
        return await access(context, verb, rest);
      default:
        return await cache(context, verb, rest);
    }
  } finally {
    await database.close();
  }
}

async function template(
  context: Context,
  verb: string | undefined,
  args: readonly string[],
): Promise<number> {
  const { db } = context.database;
  const [name, file] = args;
  if (verb === 'list') {
    const { templates, defaultName } = await loadTemplates(db);
    for (const each of templates) {
      console.log(`${each.name.toLowerCase() === defaultName.toLowerCase() ? '*' : ' '} ${each.name}`);
    }
    return 0;
  }
  if (name === undefined) return wrong('expected: template list, or show|put|default NAME');
  if (verb === 'put' && file !== undefined) {
    if (name.length > 120) return wrong('expected a name of at most 120 characters');
    const json: unknown = JSON.parse(file === '-' ? await text(process.stdin) : await readFile(file, 'utf8'));
    parseTemplate(json);
    await saveTemplate(db, name, '', json as object);
    await announce(context);
    return say(`Template ${name} is saved.`);
  }
  const { templates } = await loadTemplates(db);
  const found = templates.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (!found) return wrong(`there is no template named ${name}`);
  if (verb === 'show') return say(JSON.stringify(found.template, null, 2));
  if (verb !== 'default') return wrong('expected: template list, or show|put|default NAME');
  await saveDefaultName(db, found.name.toLowerCase());
  await announce(context);
  return say(`${found.name} is the default template.`);
}

async function access(context: Context, verb: string | undefined, args: readonly string[]): Promise<number> {
  const { db } = context.database;
  if (verb === 'list') {
    const names = new Map([...LEVELS].map(([word, level]) => [level, word]));
    for (const { folder, group, access: level } of await listGrants(db)) {
      console.log(`${folder}\t${group}\t${names.get(level) ?? level}`);
    }
    return 0;
  }
  const [folder, group, level] = args;
  if (verb !== 'set' || folder === undefined || group === undefined || !LEVELS.has(level ?? '')) {
    return wrong(
      `expected: access list, or access set FOLDER GROUP LEVEL, LEVEL one of ${[...LEVELS.keys()].join(', ')}`,
    );
  }
  const path = folder === '/' ? '/' : `/${normalizeImagePath(folder)}`;
  const folderId = await ensureFolder(db, parentFolders(path));
  if ((await saveGrant(db, folderId, group, LEVELS.get(level ?? ''))) === 'unknown group') {
    return wrong(`there is no group named ${group}`);
  }
  await announce(context);
  return say(`${group} on ${path}: ${level}.`);
}

async function cache(context: Context, verb: string | undefined, args: readonly string[]): Promise<number> {
  const [path] = args;
  const keeping = openPictureKeeping(context.settings, context.database, context.log, () => 1);
  try {
    if (verb === 'clear') {
      await keeping.cache.clear();
      await tell(keeping.epoch, { kind: 'pictures' });
      return say('All pictures are forgotten.');
    }
    if (verb !== 'purge' || path === undefined) return wrong('expected: cache clear, or cache purge PATH');
    const image = await findImage(context.database.db, normalizeImagePath(path));
    if (!image) return wrong(`there is no image ${path}`);
    await keeping.cache.purgeImage(image.id);
    await tell(keeping.epoch, { kind: 'image', id: image.id });
    return say(`The pictures of ${image.src} are forgotten.`);
  } finally {
    await keeping.close();
  }
}

/** Tells running servers that rights or templates have changed. */
async function announce({ settings, database, log }: Context): Promise<void> {
  const keeping = openPictureKeeping(settings, database, log, () => 1);
  await tell(keeping.epoch, { kind: 'all' });
  await keeping.close();
}

/** Milliseconds to wait for the way to the servers. Without one they notice within a minute by themselves. */
const PATIENCE = 3000;

/** Notes a change once the servers can be reached. */
async function tell(epoch: Epoch, change: Change): Promise<void> {
  const end = performance.now() + PATIENCE;
  while (!epoch.live && performance.now() < end) await setTimeout(10);
  await epoch.bump(change);
}

function say(line: string): number {
  console.log(line);
  return 0;
}

function wrong(expected: string): number {
  console.error(`emulsion: ${expected}`);
  return 2;
}
