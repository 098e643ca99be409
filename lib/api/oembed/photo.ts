import { notFound } from '#lib/errors/error.ts';
import { baseName, extensionOf, folderOfImage, normalizeImagePath } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { atWidth, outputSize, type Subject, sizeAtWidth } from '#lib/publisher/output-size.ts';
import { publishedUrl } from '#lib/publisher/published-url.ts';
import { readRecipe } from '#lib/publisher/recipe.ts';
import { isReadable, isShownByBrowsers, outputFor } from '#lib/transform/formats.ts';
import type { Size } from '#lib/transform/values.ts';
import type { Description, Limits, Question } from './question.ts';

/** Addresses that are about one picture: the picture itself, its original, its page. */
const PICTURE = /^\/(?:image|original|details\/?|erez[1-5]?\/erez)$/;
/** Long side of the small picture that stands for it. */
const THUMBNAIL = 320;

/**
 * A picture by its address, in the size that the address gives it and that there is room for.
 * @returns undefined when the address is about no picture
 * @throws 403, 404
 */
export async function describePhoto(question: Question): Promise<Description | undefined> {
  const { path, query, limits, principal, parts, links } = question;
  if (!PICTURE.test(path)) return undefined;
  const src = normalizeImagePath(query.get('src') ?? '');
  parts.permissions.require(principal, folderOfImage(src), LEVEL.view);
  if (!isReadable(extensionOf(src))) throw notFound(`${src} is no picture`);
  const { image } = await parts.catalog.find(src);
  parts.permissions.require(principal, image.folder, LEVEL.view);
  // Values of a picture's own address count; a page or an original says nothing about how it is drawn.
  const recipe = readRecipe(/details|original/.test(path) ? new URLSearchParams({ src }) : query);
  const base =
    recipe.template === undefined ? parts.templates.standard() : parts.templates.named(recipe.template);
  const { title, width, height } = image.record;
  const format = recipe.values.format ?? base.format ?? outputFor(extensionOf(src));
  // A page shows it as it comes.
  const values =
    format === 'auto' || isShownByBrowsers(format) ? recipe.values : { ...recipe.values, format: 'auto' };
  const subject: Subject = { recipe: { ...recipe, values, src }, base, page: { width, height } };
  const { publicMaxWidth, publicMaxHeight } = parts.settings.imaging;
  const isPublic = principal.userId === undefined;
  const fitted = fit(subject, {
    width: least(limits.width, isPublic ? publicMaxWidth : 0),
    height: least(limits.height, isPublic ? publicMaxHeight : 0),
  });
  if (!fitted) throw notFound(`the size of ${src} is not known`);
  const small = fit(subject, {
    width: least(limits.width, THUMBNAIL),
    height: least(limits.height, THUMBNAIL),
  });
  const urlOf = (each: Subject['recipe']) => publishedUrl(links.to('/image'), each, base);
  return {
    type: 'photo',
    title: title || baseName(src),
    url: urlOf(fitted.recipe),
    width: fitted.size.width,
    height: fitted.size.height,
    ...(small
      ? {
          thumbnail_url: urlOf(small.recipe),
          thumbnail_width: small.size.width,
          thumbnail_height: small.size.height,
        }
      : {}),
  };
}

/** The picture as it is, or as much smaller as the limits want it, in the same shape. */
function fit(subject: Subject, limits: Limits): { recipe: Subject['recipe']; size: Size } | undefined {
  const size = outputSize(subject);
  if (!size) return undefined;
  const { width = Number.POSITIVE_INFINITY, height = Number.POSITIVE_INFINITY } = limits;
  const scale = Math.min(width / size.width, height / size.height);
  if (scale >= 1) return { recipe: subject.recipe, size };
  let narrower = Math.max(1, Math.floor(size.width * scale));
  let smaller = sizeAtWidth(subject, narrower);
  // Heights are rounded up.
  while (smaller && smaller.height > height && narrower > 1) smaller = sizeAtWidth(subject, --narrower);
  return smaller && { recipe: atWidth(subject, narrower), size: smaller };
}

/** The smaller of two limits of which 0 and undefined are none. */
function least(one: number | undefined, other: number): number | undefined {
  return one === undefined || one === 0 ? other || undefined : Math.min(one, other || one);
}
