import { z } from 'zod';
import { findTwins } from '#lib/catalog/store/image-hashes.ts';
import { list } from '#lib/contracts/fields.ts';
import { twin } from '#lib/contracts/resources.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { endpoint } from '../door/endpoint.ts';

const MOST_HASHES = 500;
/** Images that are told of for one content. */
const MOST_SHOWN = 10;

const hash = z
  .string('expected 64 hexadecimal digits')
  .regex(/^[0-9a-fA-F]{64}$/, 'expected 64 hexadecimal digits');

/** Copies, told by content. */
export const knownImageEndpoints = [
  endpoint({
    method: 'POST',
    path: '/images/known/',
    name: 'findKnownImages',
    summary: 'Images with the same content as some files',
    description:
      'Tells whether files are here already before they are sent. Each hash that is known is answered with the images ' +
      'of that content that the caller may view, 10 at most, the oldest first. Files that came by another way than an ' +
      'upload are known some time after they were found.',
    tag: 'Images',
    access: 'signed-in',
    rights: 'Only images of folders with the View level are told of',
    scope: 'read',
    internal: true,
    body: z.object({
      hashes: list(hash, MOST_HASHES).meta({ description: 'SHA-256 of each file in hexadecimal digits' }),
    }),
    answer: z.record(z.string(), z.array(twin)),
    async handle({ parts, caller, body }) {
      const wanted = new Set(body.hashes.map((each) => each.toLowerCase()));
      const found: Record<string, Array<z.input<typeof twin>>> = {};
      for (const { sha256, folder, ...image } of await findTwins(parts.db, [...wanted])) {
        if (parts.permissions.level(caller.principal, folder) < LEVEL.view) continue;
        found[sha256] ??= [];
        if (found[sha256].length < MOST_SHOWN) found[sha256].push(image);
      }
      return found;
    },
  }),
];
