'use client';

import { queryOptions } from '@tanstack/react-query';
import { api } from '../client/api.ts';
import type { TreeFolder, TreeLevel } from '../client/browsed.ts';

/** Answers about folders in trees, in the store of answers; to be made invalid when folders change. */
export const FOLDERS_KEY = ['folders', 'tree'] as const;

/** A folder with those above and directly in it. */
export function folderLevel(path: string) {
  return queryOptions({
    queryKey: [...FOLDERS_KEY, path],
    queryFn: ({ signal }) => api.get<TreeLevel>('/folders/tree/', { path }, signal),
    staleTime: 15_000,
  });
}

/** The folders above a path and the path itself, from the root on: `/`, `/a`, `/a/b`. */
export function pathsTo(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '');
  return ['/', ...parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`)];
}

/** The folder that a folder is in; the root for itself. */
export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

/** A line of a tree: a folder, or the place of those that are still being loaded. */
export type TreeRow =
  | { folder: TreeFolder; depth: number; open: boolean; position: number; siblings: number }
  | { waitingFor: string; depth: number; failed: boolean };

/** What is known of one open folder. */
export type KnownLevel = { level: TreeLevel | undefined; failed: boolean };

/** The lines of a tree from top to bottom, the root first; empty until the root is known. */
export function treeRows(open: ReadonlySet<string>, known: (path: string) => KnownLevel): TreeRow[] {
  const root = known('/').level?.folder;
  if (!root) return [];
  const rows: TreeRow[] = [];
  const addFolder = (folder: TreeFolder, depth: number, position: number, siblings: number) => {
    const isOpen = folder.has_children && open.has(folder.path);
    rows.push({ folder, depth, open: isOpen, position, siblings });
    if (!isOpen) return;
    const { level, failed } = known(folder.path);
    if (!level) rows.push({ waitingFor: folder.path, depth: depth + 1, failed });
    else {
      for (const [index, child] of level.children.entries()) {
        addFolder(child, depth + 1, index + 1, level.children.length);
      }
    }
  };
  addFolder(root, 0, 1, 1);
  return rows;
}
