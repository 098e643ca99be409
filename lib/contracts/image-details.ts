import { z } from 'zod';
import { image } from './resources.ts';

/** What the page of an image shows. */

const int = z.int();
const when = z.string().meta({ format: 'date-time', description: 'ISO 8601, UTC' });

export const focusPoint = z.object({ x: z.number().min(0).max(1), y: z.number().min(0).max(1) }).meta({
  id: 'FocusPoint',
  description: 'fractions of the picture as it is shown, from its left and top edge',
});

export const imageDetails = z
  .object({
    ...image.shape,
    bytes: int,
    time: when.meta({ description: 'when the file was changed last' }),
    version: int.meta({ description: 'of the record; entity tags are made of it' }),
    file_version: z.string().meta({ description: 'changes with the file; makes addresses of pictures new' }),
    focus: focusPoint.nullable(),
    access: int.meta({ description: "the caller's level on the folder, as in FolderPermission" }),
    public_access: int.meta({ description: 'that of somebody who is not signed in' }),
    trash_id: int.nullable().meta({ description: 'where a deleted image lies in the trash' }),
  })
  .meta({ id: 'ImageDetails' });

const known = 'null: cannot be told';

export const imageMetadata = z
  .object({
    format: z.string().nullable().meta({ description: 'of the content, whatever the file is called' }),
    bytes: int,
    width: int.nullable().meta({ description: 'pixels as they lie in the file' }),
    height: int.nullable(),
    colour: z
      .string()
      .nullable()
      .meta({ description: `colour model; ${known}` }),
    depth: int.nullable().meta({ description: 'bits of each channel' }),
    profile: z.string().nullable().meta({ description: 'name of the colour profile inside' }),
    alpha: z.boolean().nullable(),
    pages: int.nullable(),
    dpi: z.number().nullable(),
    orientation: int.nullable().meta({ description: 'EXIF orientation 1..8' }),
    position: z
      .object({ latitude: z.number(), longitude: z.number(), altitude: z.number().nullable() })
      .nullable()
      .meta({ description: 'degrees, north and east positive; metres' }),
    groups: z.array(
      z.object({
        name: z.enum(['GPS', 'TIFF', 'EXIF', 'IPTC', 'XMP', 'ICC', 'Text']),
        tags: z.array(z.object({ name: z.string(), value: z.string() })),
      }),
    ),
  })
  .meta({ id: 'ImageMetadata' });

export const imagePage = z
  .object({
    page: int.meta({ description: 'from 1' }),
    pages: int.meta({ description: 'of the file; frames of an animation count' }),
    width: int.meta({ description: 'pixels as the page is shown' }),
    height: int,
    dpi: z.number().nullable().meta({ description: 'that the file states, or in which the page is drawn' }),
    drawn: z.boolean().meta({
      description: 'whether the file has no pixels of its own, so that `dpi` decides how many the page gets',
    }),
    format: z.string().meta({ description: 'of the content, whatever the file is called' }),
    colour: z.enum(['RGB', 'Grey', 'CMYK']).meta({ description: 'colour model' }),
    alpha: z.boolean(),
  })
  .meta({ id: 'ImagePage' });

const sum = {
  requests: int,
  views: int.meta({ description: 'pictures served' }),
  downloads: int.meta({ description: 'originals served' }),
  bytes: int,
};

export const imageUsage = z
  .object({
    last_day: z.object(sum).meta({ description: 'the last 24 hours' }),
    last_month: z.object(sum).meta({ description: 'the days below' }),
    days: z
      .array(z.object({ day: z.string(), ...sum }))
      .meta({ description: '30 days (UTC), the last is today' }),
  })
  .meta({ id: 'ImageUsage' });

export type ImageDetails = z.output<typeof imageDetails>;
export type ImageMetadata = z.output<typeof imageMetadata>;
export type ImagePage = z.output<typeof imagePage>;
export type ImageUsage = z.output<typeof imageUsage>;
export type FocusPoint = z.output<typeof focusPoint>;
