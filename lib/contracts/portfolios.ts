import { z } from 'zod';
import { image } from './resources.ts';

/** Shapes of what the API answers about portfolios. */

const int = z.int();
const when = z.string().meta({ format: 'date-time', description: 'ISO 8601, UTC' });
const parameters = z
  .record(z.string(), z.unknown())
  .meta({ description: 'picture changes in the form of templates; {} = none' });

const folioPermission = z
  .object({
    id: int,
    folio_id: int,
    group_id: int.meta({ description: '1 everybody, 2 people with an account' }),
    access: int.meta({ description: '0 none, 10 view, 20 view and download' }),
  })
  .meta({ id: 'PortfolioPermission' });

export const folioExport = z
  .object({
    id: int,
    folio_id: int,
    description: z.string(),
    originals: z.boolean(),
    parameters,
    task_id: int.nullable().meta({ description: 'null once it is finished' }),
    filename: z.string().meta({ description: '"" until it is finished' }),
    filesize: int.meta({ description: 'bytes; 0 until it is finished' }),
    created: when,
    keep_until: when,
    url: z.string().meta({ description: '"" until it is finished' }),
    state: z.enum(['waiting', 'running', 'finished', 'failed']),
    failure: z.string().meta({ description: 'why it could not be made' }),
    progress: z.object({ done: int, total: int }).meta({ description: 'images; 0 of 0 when unknown' }),
    outdated: z.boolean().meta({ description: 'whether images were changed since it was asked for' }),
  })
  .meta({ id: 'PortfolioExport' });

export const folio = z
  .object({
    id: int,
    human_id: z.string().meta({ description: 'names it in public addresses' }),
    name: z.string(),
    description: z.string(),
    owner_id: int,
    last_updated: when.meta({ description: 'last change of images, their file names or picture changes' }),
    permissions: z.array(folioPermission),
    downloads: z.array(folioExport),
    url: z.string(),
    level: int.meta({
      description: 'what the caller may do: 10 view, 20 download, 50 everything',
    }),
    image_count: int,
    covers: z.array(z.string()).meta({ description: 'paths of its first images' }),
    owner_name: z.string(),
  })
  .meta({ id: 'Portfolio' });

export const folioImage = z
  .object({
    id: int,
    folio_id: int,
    image_id: int,
    image,
    filename: z.string().meta({ description: '"" = the name of the file' }),
    order_num: int,
    parameters,
    url: z.string().meta({ description: 'the picture with its changes' }),
  })
  .meta({ id: 'PortfolioImage' });

const folioHistory = z
  .object({
    id: int,
    folio_id: int,
    user_id: int.nullable(),
    action: int.meta({
      description: '1 created, 2 edited, 3 images changed, 4 exported, 5 downloaded, 6 export removed',
    }),
    action_info: z.string(),
    action_time: when,
  })
  .meta({ id: 'PortfolioHistory' });

export const folioDetails = z
  .object({ ...folio.shape, images: z.array(folioImage), history: z.array(folioHistory) })
  .meta({ id: 'PortfolioDetails' });

/** What adding many images did. */
export const addedImages = z
  .object({
    added: int.meta({ description: 'images that were not there yet' }),
    images: int.meta({ description: 'images that there are now' }),
  })
  .meta({ id: 'AddedImages' });

export const folioLink = z
  .object({
    id: int,
    folio_id: int,
    name: z.string(),
    access: int.meta({ description: '10 view, 20 view and download' }),
    has_password: z.boolean(),
    url: z.string().meta({ description: '"" once it opens nothing any more' }),
    created: when,
    created_by: z.string().meta({ description: 'user name of the person whose rights it lends' }),
    expires: when.nullable(),
    revoked: when.nullable(),
    state: z.enum(['open', 'expired', 'revoked']),
    views: int,
    downloads: int.meta({ description: 'zips and originals' }),
    last_used: when.nullable(),
  })
  .meta({ id: 'PortfolioLink' });

const sharedImage = z
  .object({
    id: int,
    src: z.string(),
    filename: z.string(),
    title: z.string(),
    description: z.string(),
    width: int.meta({ description: 'pixels of the original; 0 when unreadable' }),
    height: int,
    url: z.string().meta({ description: 'the picture with its changes' }),
    original_url: z.string().meta({ description: '"" unless originals may be downloaded' }),
  })
  .meta({ id: 'SharedImage' });

export const sharedFolio = z
  .object({
    locked: z.boolean().meta({ description: 'whether a password is needed first; all else is empty then' }),
    name: z.string(),
    description: z.string(),
    grant: z.string().meta({ description: 'opens pictures and downloads, as `grant` in their addresses' }),
    grant_until: when.nullable(),
    expires: when.nullable().meta({ description: 'when the link is over; null = never' }),
    sized: z.boolean().meta({ description: 'whether some picture has a width or height of its own' }),
    images: z.array(sharedImage),
    hidden: int.meta({ description: 'images that are left out for lack of rights' }),
    downloads: z.array(
      z.object({
        description: z.string(),
        filename: z.string(),
        filesize: int,
        created: when,
        url: z.string(),
      }),
    ),
  })
  .meta({ id: 'SharedPortfolio' });

export const basket = z
  .object({
    images: z.array(image).meta({ description: 'those that the caller may view now' }),
    total: int.meta({ description: 'images that the basket holds' }),
  })
  .meta({ id: 'Basket' });

export const basketChange = z
  .object({ changed: int.meta({ description: 'images put in or taken out' }), total: int })
  .meta({ id: 'BasketChange' });
