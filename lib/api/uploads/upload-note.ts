import { z } from 'zod';
import { readTagNames } from '#lib/catalog/image-tags.ts';
import { int, text } from '#lib/contracts/fields.ts';
import { badRequest, type ErrorCode } from '#lib/errors/error.ts';
import { readValues } from '../door/values.ts';

const wish = z.object({
  filename: text(1, 1024),
  /** Folder that exists. */
  folder: text(0, 1024).optional(),
  path_index: int(-999, 999).default(-1),
  /** Place of the file in what was chosen or dropped, such as `holiday/day 1/a.jpg`. */
  relative: text(0, 1024).default(''),
  overwrite: z.enum(['refuse', 'replace', 'rename'], 'expected refuse, replace or rename').default('refuse'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, 'expected 64 hexadecimal digits')
    .optional(),
  /** What the image is called, and words that it is found by, separated by commas. */
  title: text(0, 255, { trim: true }).optional(),
  tags: text(0, 4000).optional(),
  /** Chosen by the client, so that beginning the same upload again makes no second one. */
  key: z
    .string()
    .regex(/^[A-Za-z0-9-]{8,64}$/, 'expected 8 to 64 letters, digits and -')
    .optional(),
});

/** What somebody wants to be done with a file. */
export type UploadWish = z.output<typeof wish>;

/** What came of an upload. */
export type UploadOutcome =
  | { kind: 'created' | 'replaced' | 'renamed'; imageId: number }
  | { kind: 'failed'; code: ErrorCode; message: string };

/** What is kept of an upload beside its bytes. */
export type UploadNote = {
  wish: UploadWish;
  /** Bytes of the whole file. */
  size: number;
  /** As it was sent, to be told again. */
  metadata: string;
  outcome?: UploadOutcome;
};

/** Reads an Upload-Metadata header: names and values in Base64. Throws 400 naming what is wrong. */
export function readWish(metadata: string): UploadWish {
  const values: Record<string, string> = Object.create(null);
  for (const pair of metadata.split(',')) {
    const [name = '', value = ''] = pair.trim().split(' ');
    if (name === '') continue;
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(value)) throw badRequest(`Upload-Metadata: ${name} is not in Base64`);
    values[name] = Buffer.from(value, 'base64').toString('utf8');
  }
  return readValues(wish, values) as UploadWish;
}

/** Tags that an image is to have. Throws 400 for those that cannot be. */
export function tagsIn({ tags = '' }: Pick<UploadWish, 'tags'>): string[] {
  return readTagNames(tags.split(',').filter((name) => name.trim() !== ''));
}

/** Folders that a file brings along, `` or `a/b`. */
export function foldersBelow({ relative }: Pick<UploadWish, 'relative'>): string {
  return relative.slice(0, Math.max(0, relative.lastIndexOf('/'))).replace(/^\/+/, '');
}
