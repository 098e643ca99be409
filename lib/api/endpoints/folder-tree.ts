import { z } from 'zod';
import { PICTURES } from '#lib/catalog/image-filters.ts';
import { inParallel } from '#lib/catalog/in-parallel.ts';
import { countInFolders, withSubfolders } from '#lib/catalog/store/folder-files.ts';
import { findFolder } from '#lib/catalog/store/folders.ts';
import type { FolderRecord } from '#lib/catalog/store/image-records.ts';
import { text } from '#lib/contracts/fields.ts';
import { folderBranch, type treeFolder } from '#lib/contracts/library.ts';
import { forbidden } from '#lib/errors/error.ts';
import { baseName, normalizeFolderPath, parentFolders } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { regionsOf } from '#lib/permissions/regions.ts';
import { type Call, endpoint } from '../door/endpoint.ts';

/** Folders looked at on the disk at the same time. */
const LOOKS_AT_ONCE = 16;

/** The tree of folders, a branch at a time. */
export const folderTreeEndpoints = [
  endpoint({
    method: 'GET',
    path: '/folders/tree/',
    name: 'getBranch',
    summary: 'A folder with those above it and those directly in it',
    description:
      'Folders on the disk without a record get one. In a folder that the caller may view, those that the caller may not are listed with access 0; in any other, only those that lead to something to view are.',
    tag: 'Library',
    access: 'signed-in',
    rights: 'Needs the View level on the folder or on one below it',
    scope: 'read',
    internal: true,
    query: z.object({ path: text(0, 1024).default('/') }),
    answer: folderBranch,
    statuses: [403, 404],
    async handle(call) {
      const { parts, query } = call;
      const path = normalizeFolderPath(query.path === '' ? '/' : query.path);
      const sight = sightOf(call);
      if (!sight.opens(path)) throw forbidden(`level ${LEVEL.view} needed on ${path}`);
      const details = await parts.folders.get({ path }, { status: 1 });
      const above = await Promise.all(
        parentFolders(path)
          .slice(1)
          .toReversed()
          .map((parent) => findFolder(parts.db, { path: parent })),
      );
      const parents = above.filter((parent) => parent !== undefined);
      const children = details.children.filter((child) => sight.views(path) || sight.opens(child.path));
      const shown = await treeFolders(call, sight, [...parents, details, ...children]);
      return {
        folder: shown[parents.length],
        parents: shown.slice(0, parents.length),
        children: shown.slice(parents.length + 1).sort(byName),
      };
    },
  }),
];

type Sight = {
  level(path: string): number;
  views(path: string): boolean;
  /** Whether the folder or one below it may be viewed. */
  opens(path: string): boolean;
};

function sightOf({ parts, caller }: Call<unknown, unknown>): Sight {
  const { permissions } = parts;
  const { turns } = regionsOf(caller.principal, permissions.grants(), LEVEL.view);
  const level = (path: string) => permissions.level(caller.principal, path);
  const views = (path: string) => level(path) >= LEVEL.view;
  return {
    level,
    views,
    opens: (path) => {
      const beginning = path === '/' ? '/' : `${path}/`;
      return views(path) || turns.some((turn) => turn.startsWith(beginning) && views(turn));
    },
  };
}

async function treeFolders(
  { parts }: Call<unknown, unknown>,
  sight: Sight,
  folders: readonly FolderRecord[],
): Promise<Array<z.input<typeof treeFolder>>> {
  const { db } = parts;
  const viewed = folders.filter(({ path }) => sight.views(path)).map(({ id }) => id);
  const [images, recorded] = await Promise.all([
    countInFolders(db, viewed, PICTURES),
    withSubfolders(db, viewed),
  ]);
  const grants = parts.permissions.grants();
  return inParallel(LOOKS_AT_ONCE, folders, async ({ id, path }) => ({
    id,
    name: path === '/' ? '' : baseName(path),
    path,
    access: sight.level(path),
    images: images.get(id) ?? 0,
    // Those that have no record yet are made known to who opens it.
    has_children: sight.views(path)
      ? recorded.has(id) || (await parts.folders.holdsFolders(path))
      : sight.opens(path),
    own_permissions: grants.has(path),
  }));
}

const NAMES = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function byName(a: { name: string }, b: { name: string }): number {
  return NAMES.compare(a.name, b.name) || (a.name < b.name ? -1 : 1);
}
