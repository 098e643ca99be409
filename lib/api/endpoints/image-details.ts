import { z } from 'zod';
import { focusImage } from '#lib/catalog/focus-image.ts';
import { resetImage } from '#lib/catalog/reset-image.ts';
import type { ImageRecord } from '#lib/catalog/store/image-records.ts';
import { int } from '#lib/contracts/fields.ts';
import {
  imageDetails as detailsShape,
  imageMetadata as metadataShape,
  imagePage as pageShape,
  imageUsage as usageShape,
} from '#lib/contracts/image-details.ts';
import { badRequest } from '#lib/errors/error.ts';
import { describeFile } from '#lib/imaging/describe-file.ts';
import { wishBurst } from '#lib/jobs/burst-wish.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { imageUsage } from '#lib/stats/image-usage.ts';
import type { SumOfUsage } from '#lib/stats/store/usage.ts';
import { type Call, endpoint, outcome } from '../door/endpoint.ts';
import { imageDetails } from '../resources/image-details.ts';
import { imageFor } from '../resources/image-for.ts';

const shared = { tag: 'Images', access: 'signed-in', internal: true } as const;
const viewing = {
  ...shared,
  method: 'GET',
  rights: 'Needs the View level on the folder',
  scope: 'read',
} as const;

const COLOURS = { rgb: 'RGB', gray: 'Grey', cmyk: 'CMYK' } as const;

const fraction = z.number().min(0).max(1).nullable();

/** What the page of an image shows and does. */
export const imageDetailsEndpoints = [
  endpoint({
    ...viewing,
    path: '/admin/images/{id}/details/',
    name: 'getImageDetails',
    summary: 'All that is recorded of an image, its file and the rights to it',
    answer: detailsShape,
    versioned: true,
    statuses: [403, 404],
    async handle(call) {
      const record = await imageFor(call, LEVEL.view);
      await wishBurst(call.parts, record.src, 'missing', null);
      return answer(record, call);
    },
  }),
  endpoint({
    ...viewing,
    path: '/admin/images/{id}/metadata/',
    name: 'getImageMetadata',
    summary: 'What the file of an image says about itself',
    description:
      'Read from the file at each call: its format and colours, and its GPS, TIFF, EXIF, IPTC, XMP and ICC tags in words. Long values are cut; what only a camera maker reads is left out.',
    answer: metadataShape,
    statuses: [403, 404, 503],
    async handle(call) {
      const record = await imageFor(call, LEVEL.view);
      const { image } = await call.parts.catalog.find(record.src);
      const { groups, ...facts } = await describeFile(
        await call.parts.storage.localFile(record.src),
        call.parts.settings.imaging.drawnDpi,
      );
      return { ...facts, bytes: image.size, groups };
    },
  }),
  endpoint({
    ...viewing,
    path: '/admin/images/{id}/page/',
    name: 'getImagePage',
    summary: 'How many pages an image has, and how large one of them is',
    query: z.object({
      page: int(1, 999_999).default(1),
      dpi: int(0, 32_000)
        .default(0)
        .meta({ description: 'in which a file without pixels of its own is drawn; 0 = as usual' }),
    }),
    answer: pageShape,
    statuses: [403, 404, 415, 503],
    async handle(call) {
      const { page, dpi } = call.query;
      const record = await imageFor(call, LEVEL.view);
      const { image } = await call.parts.catalog.find(record.src);
      const found = await call.parts.probe(image, page, dpi || undefined);
      const { pages, width, height, drawn, format, space, hasAlpha } = found;
      return {
        page: pages > 1 ? page : 1,
        pages,
        width,
        height,
        dpi: found.dpi ?? null,
        drawn,
        format,
        colour: COLOURS[space],
        alpha: hasAlpha,
      };
    },
  }),
  endpoint({
    ...viewing,
    path: '/admin/images/{id}/usage/',
    name: 'getImageUsage',
    summary: 'How often an image was asked for',
    description: 'What other processes have counted within the last minute may be missing.',
    answer: usageShape,
    statuses: [403, 404],
    async handle(call) {
      const { id } = await imageFor(call, LEVEL.view);
      const { lastDay, lastMonth, days } = await imageUsage(call.parts, id);
      return {
        last_day: sumResource(lastDay),
        last_month: sumResource(lastMonth),
        days: days.map(({ day, ...sum }) => ({ day, ...sumResource(sum) })),
      };
    },
  }),
  endpoint({
    ...shared,
    method: 'PUT',
    path: '/admin/images/{id}/focus/',
    name: 'focusImage',
    summary: 'Choose the focal point of an image',
    description:
      'Pictures that are cut to a shape with `gravity=smart` keep it in view. Both null: the server looks for one again.',
    rights: 'Needs the Edit level on the folder',
    scope: 'write',
    body: z.object({
      x: fraction.meta({ description: 'from the left edge of the picture as it is shown, 0..1' }),
      y: fraction.meta({ description: 'from its top edge, 0..1' }),
    }),
    answer: detailsShape,
    versioned: true,
    statuses: [403, 404, 409],
    async handle(call) {
      const { parts, body, actor } = call;
      const { id } = await imageFor(call, LEVEL.edit);
      const { x, y } = body;
      if ((x === null) !== (y === null)) throw badRequest('x, y: expected two numbers or two nulls');
      const focus = x === null || y === null ? null : { x, y };
      return answer(await focusImage(parts, id, focus, call.expectedVersion(`image-${id}`), actor), call);
    },
  }),
  endpoint({
    ...shared,
    method: 'POST',
    path: '/admin/images/{id}/reset/',
    name: 'resetImage',
    summary: 'Forget everything made of an image, and look at its file anew',
    rights: 'Needs the Upload level on the folder',
    scope: 'write',
    answer: detailsShape,
    versioned: true,
    statuses: [403, 404],
    async handle(call) {
      const { id } = await imageFor(call, LEVEL.upload);
      const record = await resetImage(call.parts, id, call.actor);
      await wishBurst(call.parts, record.src, 'always', call.caller.principal.userId ?? null);
      return answer(record, call);
    },
  }),
];

async function answer(record: ImageRecord, call: Call<unknown, unknown>) {
  const data = await imageDetails(call, record);
  return outcome({ data, etag: `image-${data.id}-${data.version}` });
}

function sumResource({ requests, views, downloads, totalBytes }: SumOfUsage) {
  return { requests, views, downloads, bytes: totalBytes };
}
