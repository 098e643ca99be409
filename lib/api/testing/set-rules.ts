import { ensureFolder } from '#lib/catalog/store/folders.ts';
import { parentFolders } from '#lib/paths/image-path.ts';
import { saveGrant } from '#lib/permissions/store.ts';
import { saveTemplate } from '#lib/templates/store.ts';
import { templateToStore } from '#lib/transform/template.ts';
import type { PictureServer } from './picture-server.ts';

/** What `emulsion access set FOLDER Public LEVEL` does, without a process for it. `folder` begins with a slash. */
export async function grantPublic({ services }: PictureServer, folder: string, level: number): Promise<void> {
  const { db, announce, refresh } = services.api;
  const saved = await saveGrant(db, await ensureFolder(db, parentFolders(folder)), 'Public', level);
  if (saved === 'unknown group') throw new Error('there is no group Public');
  await announce();
  await refresh();
}

/** What `emulsion template put NAME` does, without a process for it. */
export async function putTemplate({ services }: PictureServer, name: string, json: object): Promise<void> {
  const { db, limits, announce, refresh } = services.api;
  await saveTemplate(db, name, templateToStore(json, limits));
  await announce();
  await refresh();
}
