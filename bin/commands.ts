import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { type OpenDatabase, openSettledDatabase } from '#lib/boot/database.ts';
import { openPictureKeeping } from '#lib/boot/picture-cache.ts';
import { openLog } from '#lib/boot/start.ts';
import type { Change } from '#lib/cache/epoch.ts';
import type { PictureCache } from '#lib/cache/tiers.ts';
import { ensureFolder } from '#lib/catalog/store/folders.ts';
import { findImage } from '#lib/catalog/store/image-files.ts';
import { loadProfiles } from '#lib/imaging/profiles.ts';
import { emptyPyramidFolder } from '#lib/imaging/pyramid-folder.ts';
import type { Logger } from '#lib/log/log.ts';
import { normalizeImagePath, parentFolders } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { listGrants, saveGrant } from '#lib/permissions/store.ts';
import { loadSettings, type Settings } from '#lib/settings/settings.ts';
import { loadTemplates, saveDefaultName, saveTemplate } from '#lib/templates/store.ts';
import { templateToStore } from '#lib/transform/template.ts';
import { readPasswordFromInput, runUserCommand } from './user-command.ts';

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
      case 'user':
        return await runUserCommand({
          db: database.db,
          announce: () => announce(context),
          readPassword: readPasswordFromInput,
          args,
        });
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
    if (name.length < 1 || name.length > 120) return wrong('expected a name of 1 to 120 characters');
    const json: unknown = JSON.parse(file === '-' ? await text(process.stdin) : await readFile(file, 'utf8'));
    // The limits of the server, which leaves out a template that breaks them.
    const { iccDir, maxDimension, maxGridTiles } = context.settings.imaging;
    const iccNames = new Set(loadProfiles(iccDir).names);
    await saveTemplate(db, name, templateToStore(json, { maxDimension, maxGridTiles, iccNames }));
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
  if (verb === 'clear') {
    await change(context, { kind: 'pictures' }, async (pictures) => {
      await pictures.clear();
      await emptyPyramidFolder(context.settings.cache.pyramidsDir);
    });
    return say('All pictures are forgotten, and the pyramids of large ones.');
  }
  if (verb !== 'purge' || path === undefined) return wrong('expected: cache clear, or cache purge PATH');
  const image = await findImage(context.database.db, normalizeImagePath(path));
  if (!image) return wrong(`there is no image ${path}`);
  const { id, src } = image;
  await change(context, { kind: 'image', id, src }, (pictures) => pictures.purgeImage(id));
  // A pyramid is named after the content of its file, so only a server that has used it knows its name.
  return say(
    `The pictures of ${src} are forgotten; running servers delete the pyramids of it that they use.`,
  );
}

/** Tells running servers that rights or templates have changed; untold, they notice within a minute. */
async function announce(context: Context): Promise<void> {
  try {
    await change(context, { kind: 'all' }, async () => undefined);
  } catch (error) {
    console.error(`emulsion: saved, but ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Applies a change to the pictures in common places, then tells running servers of it. */
async function change(
  { settings, database, log }: Context,
  news: Change,
  apply: (pictures: PictureCache) => Promise<void>,
): Promise<void> {
  const keeping = openPictureKeeping(settings, database, log, () => 1);
  try {
    await keeping.connected();
    await apply(keeping.cache);
    if (!(await keeping.epoch.bump(news))) throw new Error('running servers could not be told.');
  } finally {
    await keeping.close();
  }
}

function say(line: string): number {
  console.log(line);
  return 0;
}

function wrong(expected: string): number {
  console.error(`emulsion: ${expected}`);
  return 2;
}
