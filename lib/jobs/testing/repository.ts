import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ensureFolder } from '#lib/catalog/store/folders.ts';
import type { Database } from '#lib/db/client.ts';
import { folderOfImage, parentFolders } from '#lib/paths/image-path.ts';

/** Writes files whose content is their path, with records. */
export async function fillRepository(db: Database, folder: string, paths: readonly string[]): Promise<void> {
  const folderIds = new Map<string, number>();
  for (const path of new Set(paths.map(folderOfImage))) {
    folderIds.set(path, await ensureFolder(db, parentFolders(path)));
    await mkdir(join(folder, path), { recursive: true });
  }
  for (const path of paths) await writeFile(join(folder, path), path);
  await db.image.createMany({
    data: paths.map((src) => ({ src, folderId: folderIds.get(folderOfImage(src)) ?? 0 })),
  });
}

/** Contents of all files by their paths, without what the server keeps for itself. */
export async function filesOf(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !path.startsWith('.emulsion/'));
  return new Map(
    await Promise.all(files.map(async (path) => [path, await readFile(join(folder, path), 'utf8')] as const)),
  );
}

/** What is wrong between disk and records; empty when they agree. `ids` are those of the images by the files' contents. */
export async function disagreements(
  db: Database,
  folder: string,
  ids: ReadonlyMap<string, number>,
): Promise<string[]> {
  const files = await filesOf(folder);
  const rows = await db.image.findMany({ where: { status: 1 }, include: { folder: true } });
  const folders = await db.folder.findMany({ include: { parent: true } });
  const problems: string[] = [];
  for (const row of rows) {
    const content = files.get(row.src);
    if (content === undefined) problems.push(`${row.src} has a record and no file`);
    else if (ids.get(content) !== row.id) problems.push(`${row.src} has another record than before`);
    if (row.folder.path !== dirname(`/${row.src}`)) problems.push(`${row.src} is in ${row.folder.path}`);
    if (row.folder.status !== 1) problems.push(`${row.folder.path} is deleted and holds ${row.src}`);
  }
  const recorded = new Set(rows.map(({ src }) => src));
  for (const path of files.keys()) if (!recorded.has(path)) problems.push(`${path} has no record`);
  for (const { path, parent } of folders) {
    if (path !== '/' && parent?.path !== dirname(path)) problems.push(`${path} is in ${parent?.path}`);
  }
  if ((await db.property.count({ where: { key: 'folder_operation' } })) > 0) problems.push('a note is left');
  return problems;
}
