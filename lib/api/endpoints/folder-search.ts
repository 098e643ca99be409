import { z } from 'zod';
import { searchFolders } from '#lib/catalog/store/search-folders.ts';
import { int, text } from '#lib/contracts/fields.ts';
import { folder } from '#lib/contracts/resources.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { endpoint } from '../door/endpoint.ts';
import { folderResource } from '../resources/folder.ts';

const MOST_WORDS = 8;

/** Finding folders by their names. */
export const folderSearchEndpoints = [
  endpoint({
    method: 'GET',
    path: '/folders/search/',
    name: 'searchFolders',
    summary: 'Find folders',
    description:
      'Finds folders on record whose path holds all words, of the first eight. Only those that the caller may view are among them; best matches come first.',
    tag: 'Library',
    access: 'signed-in',
    scope: 'read',
    internal: true,
    query: z.object({
      q: text(0, 200, { trim: true }).default('').meta({ description: 'words in names and paths' }),
      limit: int(1, 50).default(10),
    }),
    answer: z.array(folder),
    async handle({ parts, caller, query }) {
      const words = query.q.split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);
      if (words.length === 0) return [];
      const mayView = (path: string) => parts.permissions.level(caller.principal, path) >= LEVEL.view;
      return (await searchFolders(parts.db, words, mayView, query.limit)).map(folderResource);
    },
  }),
];
