import type { Principal } from '#lib/identity/principal.ts';
import { baseName } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { PORTFOLIO_LEVEL } from '#lib/portfolios/access.ts';
import { listExports } from '#lib/portfolios/store/exports.ts';
import { readFolioImages } from '#lib/portfolios/store/images.ts';
import type { StoredPortfolio } from '#lib/portfolios/store/portfolios.ts';
import { readStored, storedParameters } from '#lib/transform/stored-parameters.ts';
import { exportResource, type Reader } from './portfolio.ts';

/**
 * A portfolio as visitors see it: without the images that somebody may not view, and with zips and originals where they may
 * be downloaded.
 *
 * @param viewer.principal by whose rights images are left out
 * @param viewer.access level on the portfolio
 * @param viewer.grant what opens the pictures; "" = the visitor's own rights
 */
export async function shownPortfolio(
  { parts, links }: Pick<Reader, 'parts' | 'links'>,
  portfolio: StoredPortfolio,
  { principal, access, grant }: { principal: Principal; access: number; grant: string },
) {
  const { db, permissions } = parts;
  const mayDownload = access >= PORTFOLIO_LEVEL.download;
  const granted: Array<[string, string]> = grant === '' ? [] : [['grant', grant]];
  const [all, exports] = await Promise.all([
    readFolioImages(db, portfolio.id),
    mayDownload ? listExports(db, [portfolio.id]) : new Map<number, never[]>(),
  ]);
  const levelOf = (folder: string) => permissions.level(principal, folder);
  const present = all.filter(({ image }) => image.status === 1);
  const seen = present.filter(({ image }) => levelOf(image.folder.path) >= LEVEL.view);
  // What a link would refuse is not offered.
  const givesAll = (level: number) => present.every(({ image }) => levelOf(image.folder.path) >= level);
  const now = Date.now();
  return {
    name: portfolio.name,
    description: portfolio.description,
    sized: present.some(({ parameters }) => {
      const { width, height } = readStored(parameters);
      return Boolean(width) || Boolean(height);
    }),
    images: seen.map(({ image, filename, parameters }) => ({
      id: image.id,
      src: image.src,
      filename: filename || baseName(image.src),
      title: image.title,
      description: image.description,
      width: image.width,
      height: image.height,
      url: links.to('/image', [['src', image.src], ...storedParameters(parameters), ...granted]),
      original_url:
        mayDownload && levelOf(image.folder.path) >= LEVEL.download
          ? links.to('/original', [['src', image.src], ['attach', '1'], ...granted])
          : '',
    })),
    hidden: present.length - seen.length,
    downloads: (exports.get(portfolio.id) ?? [])
      .filter(({ filename, keepUntil }) => filename !== '' && keepUntil.getTime() > now)
      .filter(({ originals }) => grant === '' || givesAll(originals ? LEVEL.download : LEVEL.view))
      .map((stored) => {
        const { description, filename, filesize, created, url } = exportResource(stored, portfolio, links);
        const question = grant === '' ? '' : `?grant=${grant}`;
        return { description, filename, filesize, created, url: url + question };
      }),
  };
}
