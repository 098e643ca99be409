import { z } from 'zod';
import { type ImageRecord, readImage } from '#lib/catalog/store/image-records.ts';
import { id, int, json, text } from '#lib/contracts/fields.ts';
import { selectionFields } from '#lib/contracts/image-filters.ts';
import { addedImages, folioImage } from '#lib/contracts/portfolios.ts';
import { badRequest, notFound } from '#lib/errors/error.ts';
import { folderOfImage, normalizeImagePath } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { PORTFOLIO_LEVEL } from '#lib/portfolios/access.ts';
import {
  addImage,
  addImages,
  MOST_IMAGES,
  moveImage,
  noImage,
  readFileName,
  removeImage,
  updateImage,
} from '#lib/portfolios/edit-images.ts';
import { readPictureChanges } from '#lib/portfolios/picture-changes.ts';
import { findFolioImage, readFolioImages } from '#lib/portfolios/store/images.ts';
import { type Call, endpoint } from '../door/endpoint.ts';
import { folioImageResource } from '../resources/portfolio.ts';
import { guardEdit, portfolioFor } from '../resources/portfolio-access.ts';
import { selectedIds } from '../resources/selected-ids.ts';

const tag = 'Portfolios';
const owner = 'Needs to be its owner, or admin_folios';
const images = '/portfolios/{id}/images/';
const one = `${images}{imageid}/`;
const index = int(-999_999, 999_999);
/** A number that a blank is none of. */
const givenIndex = z.union([z.number(), z.string().regex(/\S/, 'expected a whole number')]).pipe(index);
const filename = text(0, 255).meta({
  description: 'name in zip files: ASCII without signs that file systems do not take; "" = that of the file',
});
const parameters = json(2, 10_000).meta({
  description:
    'picture changes in the form of templates: `{"width": {"value": 800}, ...}`; as text in a form',
});
const common = { tag, access: 'anyone', internal: true } as const;

/** The images of portfolios. */
export const portfolioImageEndpoints = [
  endpoint({
    ...common,
    method: 'GET',
    path: images,
    name: 'listPortfolioImages',
    summary: 'The images of a portfolio in their order',
    rights: 'Needs the right to view it',
    scope: 'read',
    answer: z.array(folioImage),
    statuses: [403, 404],
    async handle(call) {
      const { id: folioId } = await portfolioFor(call, PORTFOLIO_LEVEL.view);
      const found = await readFolioImages(call.parts.db, folioId);
      return found.map((each) => folioImageResource(each, call));
    },
  }),
  endpoint({
    ...common,
    method: 'POST',
    path: images,
    name: 'addPortfolioImage',
    summary: 'Put an image into a portfolio',
    description: `By its id or its path. At most ${MOST_IMAGES.toLocaleString('en')} images to a portfolio.`,
    rights: `${owner}; and the View level on the folder of the image`,
    scope: 'write',
    body: z.object({
      image_id: id.optional(),
      image_src: text(5, 1024, { trim: true }).optional(),
      filename: filename.optional(),
      index: index.optional(),
      image_parameters: parameters.optional(),
    }),
    answer: folioImage,
    statuses: [403, 404, 409],
    guard: guardEdit,
    async handle(call) {
      const { parts, actor, params, body } = call;
      const fields = {
        filename: readFileName(body.filename ?? ''),
        index: body.index ?? 0,
        parameters:
          body.image_parameters === undefined ? {} : readPictureChanges(body.image_parameters, parts.limits),
      };
      const image = await wantedImage(call, body);
      return folioImageResource(await addImage(parts.db, actor, params.id, image, fields), call);
    },
  }),
  endpoint({
    ...common,
    method: 'POST',
    path: `${images}many/`,
    name: 'addPortfolioImages',
    summary: 'Put the selected images behind those of a portfolio',
    description: 'Those that are there already, and those that the caller may not view, are left out.',
    rights: owner,
    scope: 'write',
    body: z.object({ selection: selectionFields }),
    answer: addedImages,
    statuses: [403, 404],
    guard: guardEdit,
    async handle(call) {
      const { parts, actor, params, body } = call;
      return addImages(parts.db, actor, params.id, await selectedIds(call, body.selection, MOST_IMAGES));
    },
  }),
  endpoint({
    ...common,
    method: 'GET',
    path: one,
    name: 'getPortfolioImage',
    summary: 'An image of a portfolio, by the id of the image',
    rights: 'Needs the right to view the portfolio',
    scope: 'read',
    answer: folioImage,
    statuses: [403, 404],
    async handle(call) {
      const { id: folioId } = await portfolioFor(call, PORTFOLIO_LEVEL.view);
      const imageId = Number(call.params.imageid);
      const found = await findFolioImage(call.parts.db, folioId, imageId);
      if (!found) throw noImage(imageId);
      return folioImageResource(found, call);
    },
  }),
  endpoint({
    ...common,
    method: 'PUT',
    path: one,
    name: 'updatePortfolioImage',
    summary: 'Change how a portfolio shows an image; what is left out stays',
    rights: owner,
    scope: 'write',
    body: z.object({
      filename: filename.optional(),
      index: givenIndex.optional(),
      image_parameters: parameters.optional(),
    }),
    answer: folioImage,
    statuses: [403, 404],
    guard: guardEdit,
    async handle(call) {
      const { parts, actor, params, body } = call;
      const change = {
        filename: body.filename === undefined ? undefined : readFileName(body.filename),
        index: body.index,
        parameters:
          body.image_parameters === undefined
            ? undefined
            : readPictureChanges(body.image_parameters, parts.limits),
      };
      const changed = await updateImage(parts.db, actor, params.id, Number(params.imageid), change);
      return folioImageResource(changed, call);
    },
  }),
  endpoint({
    ...common,
    method: 'DELETE',
    path: one,
    name: 'removePortfolioImage',
    summary: 'Take an image out of a portfolio; the image itself stays',
    rights: owner,
    scope: 'write',
    answer: z.null(),
    statuses: [403, 404],
    guard: guardEdit,
    async handle({ parts, actor, params }) {
      await removeImage(parts.db, actor, params.id, Number(params.imageid));
      // Links of the portfolio do not open it any more.
      await parts.announce();
      return null;
    },
  }),
  endpoint({
    ...common,
    method: 'PUT',
    path: `${one}position/`,
    name: 'movePortfolioImage',
    summary: 'Put an image at a place of the order, counted from 0',
    rights: owner,
    scope: 'write',
    body: z.object({ index }),
    answer: z.array(folioImage),
    statuses: [403, 404],
    guard: guardEdit,
    async handle(call) {
      const { parts, actor, params, body } = call;
      const all = await moveImage(parts.db, actor, params.id, Number(params.imageid), body.index);
      return all.map((each) => folioImageResource(each, call));
    },
  }),
];

/** The image to be added, which the caller may view. Throws 400, 404, 403; for a path 403 before 404. */
async function wantedImage(
  call: Call<unknown, unknown>,
  { image_id: imageId, image_src: typed }: { image_id?: number | undefined; image_src?: string | undefined },
): Promise<ImageRecord> {
  const { parts } = call;
  if ((imageId === undefined) === (typed === undefined)) {
    throw badRequest('expected either image_id or image_src');
  }
  if (imageId !== undefined) {
    const found = await readImage(parts.db, imageId);
    if (!found) throw notFound(`there is no image ${imageId}`);
    call.requireLevel(found.folder.path, LEVEL.view);
    return found;
  }
  const src = normalizeImagePath(typed ?? '', 'image_src');
  call.requireLevel(folderOfImage(src), LEVEL.view);
  const { image } = await parts.catalog.find(src);
  call.requireLevel(image.folder, LEVEL.view);
  return image.record;
}
