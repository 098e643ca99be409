import { z } from 'zod';
import { folder, image } from './resources.ts';

/** What the library page is answered: images to browse, and the tree of folders. */

const int = z.int();
const level = int.meta({ description: 'of the caller, as in FolderPermission' });

export const browsedImage = z
  .object({
    ...image.shape,
    bytes: int.meta({ description: 'of the file' }),
    time: z
      .string()
      .meta({ format: 'date-time', description: 'when the file was last changed; ISO 8601, UTC' }),
    version: z.string().meta({ description: 'changes with the file' }),
    tags: z.array(z.string()),
    focus: z
      .object({ x: z.number(), y: z.number() })
      .nullable()
      .meta({ description: 'point that cut pictures keep in view, as fractions 0..1' }),
    access: level,
  })
  .meta({ id: 'BrowsedImage' });

export const browsedPage = z
  .object({
    folder: folder.nullable().meta({ description: 'null: not on record, or not for the caller to see' }),
    access: level,
    total: int.meta({ description: 'images on all pages' }),
    bytes: int.meta({ description: 'of their files' }),
    images: z.array(browsedImage),
    other_files: z
      .array(z.string())
      .meta({ description: 'names of files that are no pictures; on the first page of a whole folder' }),
    incomplete: z
      .boolean()
      .meta({ description: 'whether more images are still being taken in: ask again after a while' }),
  })
  .meta({ id: 'BrowsedPage' });

const neighbour = z.object({ id: int, src: z.string() }).nullable();

export const browsedPlace = z
  .object({
    position: int.meta({ description: 'counted from 0' }),
    total: int,
    previous: neighbour,
    next: neighbour,
  })
  .meta({ id: 'BrowsedPlace' });

export const treeFolder = z
  .object({
    id: int,
    name: z.string().meta({ description: 'last part of the path; empty for the root' }),
    path: z.string(),
    access: level,
    images: int.meta({ description: 'directly in it; 0 where the caller may not look' }),
    has_children: z.boolean().meta({ description: 'whether there are folders in it for the caller to see' }),
    own_permissions: z.boolean().meta({ description: 'whether it has permissions of its own' }),
  })
  .meta({ id: 'TreeFolder' });

export const folderBranch = z
  .object({
    folder: treeFolder,
    parents: z.array(treeFolder).meta({ description: 'from the root down' }),
    children: z.array(treeFolder).meta({ description: 'by name' }),
  })
  .meta({ id: 'FolderBranch' });

export const tag = z
  .object({
    id: int,
    name: z.string(),
    images: int.meta({ description: 'that the caller may view' }),
  })
  .meta({ id: 'Tag' });

export const imageTags = z.object({ tags: z.array(z.string()) }).meta({ id: 'ImageTags' });

export const imageTotals = z
  .object({ images: int, bytes: int.meta({ description: 'of their files' }) })
  .meta({ id: 'ImageTotals' });

export const restoredEntry = z
  .object({
    id: int.meta({ description: 'of the entry' }),
    status: int.meta({ description: 'what the same call for this entry alone would answer' }),
    message: z.string(),
    image_id: int.nullable(),
    src: z.string().nullable().meta({ description: 'where the image is now' }),
  })
  .meta({ id: 'RestoredEntry' });

export const zipOffer = z
  .object({
    url: z.string().meta({ description: 'path on this server' }),
    files: int.meta({ description: 'that the caller may download' }),
    bytes: int,
  })
  .meta({ id: 'ZipOffer' });
