import { z } from 'zod';
import { readTagNames } from '#lib/catalog/image-tags.ts';
import { changeFields, type ImageChange } from '#lib/contracts/image-changes.ts';
import { type ScopeValues, type Selection, scopeFields } from '#lib/contracts/image-filters.ts';
import { badRequest } from '#lib/errors/error.ts';
import { readIds, writeIds } from './id-runs.ts';

/** Parameters of the task change_images; ids as in id-runs. */
export type ImageWish = {
  change: ImageChange;
  /** Ascending; undefined when a search says which. */
  ids: readonly number[] | undefined;
  search: ScopeValues | undefined;
  except: ReadonlySet<number>;
  /** Images with larger ids came later and are not meant. */
  upTo: number;
};

const stored = z.object({
  ...changeFields,
  ids: z.string().optional(),
  search: z.object(scopeFields).optional(),
  except: z.string().optional(),
  up_to: z.int(),
});

/** What is to be done, without what is not for it. Throws 400 when something that it takes is missing. */
export function readChangeWish({ action, folder, title, description, tags }: ImageChange): ImageChange {
  switch (action) {
    case 'move':
      if (folder === undefined) throw badRequest('the parameter folder is missing');
      return { action, folder };
    case 'edit':
      if (title === undefined && description === undefined) {
        throw badRequest('the parameter title is missing');
      }
      return { action, title, description };
    case 'tag':
    case 'untag':
      if (!tags || tags.length === 0) throw badRequest('the parameter tags is missing');
      return { action, tags: readTagNames(tags) };
    case 'delete':
      return { action };
  }
}

/** A wish as parameters of a task. */
export function writeImageWish(
  change: ImageChange,
  { ids, search, except }: Selection,
  upTo: number,
): Record<string, unknown> {
  const written = {
    ...change,
    ...(ids ? { ids: writeIds(ids) } : {}),
    ...(search ? { search } : {}),
    ...(except ? { except: writeIds(except) } : {}),
    up_to: upTo,
  };
  return JSON.parse(JSON.stringify(written)) as Record<string, unknown>;
}

/** The wish that parameters stand for. Throws 400 when they are none. */
export function readImageWish(params: Record<string, unknown>): ImageWish {
  const { data } = stored.safeParse(params);
  if (!data) throw badRequest('the parameters of the task are not what was written');
  const { ids, search, except, up_to: upTo, ...change } = data;
  const left = new Set(readIds(except ?? ''));
  return {
    change,
    ids: ids === undefined ? undefined : readIds(ids).filter((id) => !left.has(id)),
    search,
    except: left,
    upTo,
  };
}
