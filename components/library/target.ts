import { countOf } from '#lib/format/numbers.ts';
import type { BrowsedImage } from '../client/browsed.ts';
import { folderOf } from '../client/places.ts';
import { countSelected, type Selection, selectionBody } from '../client/selection.ts';
import { isRecursive, type Listing, searchFields } from './listing.ts';

/** Images that something is to be done with. */
export type Target = {
  /** As the API takes it. */
  selection: ReturnType<typeof selectionBody<ReturnType<typeof searchFields>>>;
  count: number;
  /** Those of them that have been loaded. */
  images: readonly BrowsedImage[];
  /** The least level of the viewer on their folders, as far as they are known. */
  access: number;
  /** A folder on which the viewer has that level. */
  folder: string;
  /** `cat.jpg`, or `12 images`. */
  name: string;
};

/** One image as a target. */
export function targetOfImage(image: BrowsedImage): Target {
  return {
    selection: { ids: [image.id] },
    count: 1,
    images: [image],
    access: image.access,
    folder: folderOf(image.src),
    name: image.filename,
  };
}

/**
 * What is selected as a target; undefined when nothing is.
 * @param listing the images that it is selected of, with their number and the viewer's level on the folder
 */
export function targetOfSelection(
  selection: Selection,
  listing: Listing,
  { total, access }: { total: number; access: number },
  image: (id: number) => BrowsedImage | undefined,
): Target | undefined {
  const count = countSelected(selection, total);
  if (count === 0) return undefined;
  if (selection.all) {
    return {
      selection: selectionBody(selection, searchFields(listing)),
      count,
      images: [],
      // In folders below the rights may be others; the server looks at each image.
      access: isRecursive(listing) ? Number.POSITIVE_INFINITY : access,
      folder: listing.path,
      name: countOf(count, 'image'),
    };
  }
  const images = [...selection.ids].flatMap((id) => image(id) ?? []);
  const [only] = images;
  if (count === 1 && only) return targetOfImage(only);
  const least = images.reduce<BrowsedImage | undefined>(
    (lowest, each) => (lowest === undefined || each.access < lowest.access ? each : lowest),
    undefined,
  );
  return {
    selection: selectionBody(selection, searchFields(listing)),
    count,
    images,
    access: least?.access ?? access,
    folder: least ? folderOf(least.src) : listing.path,
    name: countOf(count, 'image'),
  };
}

/** How many of some images have each of their tags, the most used first. */
export function tagCounts(images: readonly BrowsedImage[]): Array<{ name: string; count: number }> {
  const counts = new Map<string, { name: string; count: number }>();
  for (const { tags } of images) {
    for (const name of tags) {
      const key = name.toLowerCase();
      const found = counts.get(key);
      if (found) found.count += 1;
      else counts.set(key, { name, count: 1 });
    }
  }
  return [...counts.values()].sort(
    (one, other) => other.count - one.count || one.name.localeCompare(other.name),
  );
}
