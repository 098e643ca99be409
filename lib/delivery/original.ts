import type { Catalog } from '#lib/catalog/catalog.ts';
import { unsupported } from '#lib/errors/error.ts';
import { type Principal, PUBLIC } from '#lib/identity/principal.ts';
import { extensionOf, folderOfImage } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import type { Permissions } from '#lib/permissions/permissions.ts';
import type { Templates } from '#lib/templates/templates.ts';
import { mimeOf } from '#lib/transform/formats.ts';
import { type OriginalQuery, parseOriginalQuery } from '#lib/transform/parse-original-query.ts';
import { downloadName } from './download-name.ts';
import { entityTag } from './etag.ts';
import { contentDisposition, DEFAULT_EXPIRY } from './headers.ts';
import { type ReadyAnswer, readyAnswer } from './ready-answer.ts';

type OriginalParts = { catalog: Catalog; permissions: Permissions; templates: Templates };

export type WantedOriginal = {
  query: OriginalQuery;
  imageId: number;
  /** Bytes. */
  size: number;
  /** Milliseconds since 1970. */
  time: number;
  /** The same as a header. */
  lastModified: string;
  answer: ReadyAnswer;
};

/**
 * Settles which file is wanted and whether this person may download it. Errors in this order: 400, 403 and 404 of the
 * path, 403 for whoever may not look there (in the contract after the next), 404 of the file, 403 of rights, 415.
 */
export async function wantOriginal(
  parts: OriginalParts,
  principal: Principal,
  rawQuery: string,
): Promise<WantedOriginal> {
  const query = parseOriginalQuery(rawQuery);
  parts.permissions.require(principal, folderOfImage(query.src), LEVEL.view);
  const { image } = await parts.catalog.find(query.src);
  parts.permissions.require(principal, image.folder, LEVEL.download);
  const extension = extensionOf(image.src);
  const mime = mimeOf(extension);
  if (mime === undefined) throw unsupported('The file is not a supported image.');
  const kind = query.attachment === true ? 'attachment' : 'inline';
  return {
    query,
    imageId: image.id,
    size: image.size,
    time: image.time,
    lastModified: new Date(image.time).toUTCString(),
    answer: readyAnswer({
      etag: entityTag(image.id, image.version, 'original'),
      expirySecs: parts.templates.standard().expirySecs ?? DEFAULT_EXPIRY,
      mime,
      length: image.size,
      disposition: contentDisposition(kind, downloadName(image.src, extension)),
      negotiated: false,
      shared: parts.permissions.level(PUBLIC, image.folder) >= LEVEL.download,
    }),
  };
}
