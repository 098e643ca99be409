import type { Catalog } from '#lib/catalog/catalog.ts';
import { unsupported } from '#lib/errors/error.ts';
import { type Principal, PUBLIC } from '#lib/identity/principal.ts';
import { extensionOf } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import type { Permissions } from '#lib/permissions/permissions.ts';
import type { Templates } from '#lib/templates/templates.ts';
import { mimeOf } from '#lib/transform/formats.ts';
import { type OriginalQuery, parseOriginalQuery } from '#lib/transform/parse-original-query.ts';
import { downloadName } from './download-name.ts';
import { entityTag } from './etag.ts';
import { contentDisposition, DEFAULT_EXPIRY, grantedExpiry } from './headers.ts';
import { permittedImage } from './permitted-image.ts';
import { type ReadyAnswer, readyAnswer } from './ready-answer.ts';
import type { PictureGrant } from './request.ts';

type OriginalParts = { catalog: Catalog; permissions: Permissions; templates: Templates };

export type WantedOriginal = {
  query: OriginalQuery;
  imageId: number;
  /** Whether a grant opened it. */
  granted: boolean;
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
  grant?: PictureGrant,
): Promise<WantedOriginal> {
  const query = parseOriginalQuery(rawQuery);
  const { image: held, until } = await permittedImage(parts, principal, query.src, LEVEL.download, grant);
  const { image } = held;
  const extension = extensionOf(image.src);
  const mime = mimeOf(extension);
  if (mime === undefined) throw unsupported('The file is not a supported image.');
  const kind = query.attachment === true ? 'attachment' : 'inline';
  return {
    query,
    imageId: image.id,
    granted: until !== undefined,
    size: image.size,
    time: image.time,
    lastModified: new Date(image.time).toUTCString(),
    answer: readyAnswer({
      etag: entityTag(image.id, image.version, 'original'),
      expirySecs: grantedExpiry(parts.templates.standard().expirySecs ?? DEFAULT_EXPIRY, until),
      mime,
      length: image.size,
      disposition: contentDisposition(kind, downloadName(image.src, extension)),
      negotiated: false,
      shared: until === undefined && parts.permissions.level(PUBLIC, image.folder) >= LEVEL.download,
    }),
  };
}
