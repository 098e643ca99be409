import type { z } from 'zod';
import type { folio, folioExport, folioImage } from '#lib/contracts/portfolios.ts';
import { findUsers } from '#lib/identity/store/users.ts';
import { portfolioLevel } from '#lib/portfolios/access.ts';
import { listExports, type StoredExport } from '#lib/portfolios/store/exports.ts';
import { readFolioImages, type StoredImage } from '#lib/portfolios/store/images.ts';
import { readCovers, readHistory, type StoredPortfolio } from '#lib/portfolios/store/portfolios.ts';
import { storedParameters } from '#lib/transform/stored-parameters.ts';
import type { Call } from '../door/endpoint.ts';
import type { Links } from '../door/links.ts';
import { imageResource } from './image.ts';

/** Whom something is shown to; every call is one. */
export type Reader = Pick<Call<unknown, unknown>, 'parts' | 'caller' | 'links'>;

/** Pictures that a portfolio shows in a list. */
const COVERS = 4;

type ShownExport = Omit<z.input<typeof folioExport>, 'created' | 'keep_until'> & {
  created: Date;
  keep_until: Date;
};
type ShownPortfolio = Omit<z.input<typeof folio>, 'last_updated' | 'downloads'> & {
  last_updated: Date;
  downloads: ShownExport[];
};

/** The page of a portfolio. */
function portfolioUrl(links: Links, humanId: string): string {
  return links.to(`/portfolios/${encodeURIComponent(humanId)}/`);
}

/** A zip of a portfolio as the API shows it. */
export function exportResource(
  stored: StoredExport,
  { humanId, lastUpdated }: Pick<StoredPortfolio, 'humanId' | 'lastUpdated'>,
  links: Links,
): ShownExport {
  const { filename, task } = stored;
  const path = `/portfolios/${encodeURIComponent(humanId)}/downloads/${filename}`;
  const state =
    filename !== ''
      ? 'finished'
      : task === null || task.status === 2
        ? 'failed'
        : task.status === 1
          ? 'running'
          : 'waiting';
  return {
    id: stored.id,
    folio_id: stored.folioId,
    description: stored.description,
    originals: stored.originals,
    parameters: stored.parameters,
    task_id: task?.id ?? null,
    filename,
    filesize: stored.filesize,
    created: stored.created,
    keep_until: stored.keepUntil,
    url: filename === '' ? '' : links.to(path),
    state,
    failure: state === 'failed' ? stored.failure || 'The export was stopped.' : '',
    progress: { done: task?.done ?? 0, total: task?.total ?? 0 },
    outdated: stored.created < lastUpdated,
  };
}

/** Portfolios without their images. */
export async function portfolioResources(
  { parts, caller, links }: Reader,
  portfolios: readonly StoredPortfolio[],
): Promise<ShownPortfolio[]> {
  const ids = portfolios.map(({ id }) => id);
  const [exports, covers, owners] = await Promise.all([
    listExports(parts.db, ids),
    readCovers(parts.db, ids, COVERS),
    findUsers(parts.db, [...new Set(portfolios.map(({ ownerId }) => ownerId))]),
  ]);
  const names = new Map(
    owners.map((user) => [user.id, `${user.firstName} ${user.lastName}`.trim() || user.username]),
  );
  // Names of people are for people who are signed in.
  const knows = caller.principal.userId !== undefined;
  return portfolios.map((each) => ({
    id: each.id,
    human_id: each.humanId,
    name: each.name,
    description: each.description,
    owner_id: each.ownerId,
    owner_name: (knows && names.get(each.ownerId)) || '',
    last_updated: each.lastUpdated,
    permissions: each.permissions.map(({ id, folioId, groupId, access }) => ({
      id,
      folio_id: folioId,
      group_id: groupId,
      access,
    })),
    downloads: (exports.get(each.id) ?? []).map((stored) => exportResource(stored, each, links)),
    url: portfolioUrl(links, each.humanId),
    level: portfolioLevel(each, caller.principal),
    image_count: covers.get(each.id)?.images ?? 0,
    covers: covers.get(each.id)?.covers ?? [],
  }));
}

/** An image of a portfolio. */
export function folioImageResource(stored: StoredImage, reader: Reader): z.input<typeof folioImage> {
  const { id, folioId, imageId, image, filename, orderNum, parameters } = stored;
  return {
    id,
    folio_id: folioId,
    image_id: imageId,
    image: imageResource(image, reader),
    filename,
    order_num: orderNum,
    parameters,
    url: reader.links.to('/image', [['src', image.src], ...storedParameters(parameters)]),
  };
}

/** A portfolio with its images and its history. */
export async function portfolioDetails(reader: Reader, portfolio: StoredPortfolio) {
  const { db } = reader.parts;
  const [[header], images, history] = await Promise.all([
    portfolioResources(reader, [portfolio]),
    readFolioImages(db, portfolio.id),
    readHistory(db, portfolio.id),
  ]);
  return {
    ...header,
    images: images.map((each) => folioImageResource(each, reader)),
    history: history.map((line) => ({
      id: line.id,
      folio_id: line.folioId,
      user_id: line.userId,
      action: line.action,
      action_info: line.actionInfo,
      action_time: line.actionTime,
    })),
  };
}
