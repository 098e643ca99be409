import type { Database } from '#lib/db/client.ts';
import type { PictureGrant } from '#lib/delivery/request.ts';
import type { Identity } from '#lib/identity/identity.ts';
import type { Principal } from '#lib/identity/principal.ts';
import { principalOf } from '#lib/identity/principal-of.ts';
import { loadPerson } from '#lib/identity/store/callers.ts';
import { folderOfImage } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import type { Permissions } from '#lib/permissions/permissions.ts';
import { PORTFOLIO_LEVEL, portfolioLevel } from './access.ts';
import { createLinkTokens } from './link-tokens.ts';
import { foldersOf, holdsImage } from './store/images.ts';
import { countUse, findOpenLink, type StoredLink } from './store/links.ts';
import type { StoredPortfolio } from './store/portfolios.ts';

/** A link that is good at this moment. */
export type OpenLink = {
  link: StoredLink;
  portfolio: StoredPortfolio;
  /** Whose rights it lends. */
  maker: Principal;
};

/** Portfolios as links open them. */
export type Shares = {
  /** The secret part of a link's address. */
  tokenOf(linkId: number): string;
  /** The link that a token stands for; undefined when it is revoked or over, or its maker is gone. */
  find(token: string): Promise<OpenLink | undefined>;
  /** Whether a password opens a link. Throws tooManyRequests after too many wrong ones, by link and by address. */
  unlock(link: StoredLink, address: string, password: string): Promise<boolean>;
  /** What opens the pictures and zips of a link for some hours, and until when. */
  grant(link: StoredLink): { grant: string; until: Date };
  /** The link that a grant is for, as find answers it. */
  findGranted(grant: string): Promise<OpenLink | undefined>;
  /** What a grant opens; undefined when it was not made here or is over. Nothing is asked yet. */
  pictureGrant(grant: string): PictureGrant | undefined;
  /**
   * Whether the maker of a link may give away a zip of all images of its portfolio at this moment: each takes the Download
   * level as an original, else View.
   */
  mayGiveAll(open: OpenLink, originals: boolean): Promise<boolean>;
  /** Counts a use; nobody waits for it. */
  count(linkId: number, what: 'views' | 'downloads'): void;
};

/** Milliseconds that a grant is good for at least, and at most twice that: it changes rarely, so that browsers keep pictures. */
const GRANT_TIME = 6 * 3_600_000;

/**
 * Links lend the rights of whoever made them: what that person may not see any more, the link does not show either. All is
 * asked at each request, so that a revoked link and a lost right count at once.
 */
export function createShares(options: {
  db: Database;
  secretKey: string;
  identity: Pick<Identity, 'unlock'>;
  permissions: Permissions;
  refresh: () => Promise<void>;
  onError: (error: unknown) => void;
}): Shares {
  const { db, identity, permissions, refresh, onError } = options;
  const tokens = createLinkTokens(options.secretKey);

  async function open(linkId: number | undefined): Promise<OpenLink | undefined> {
    const found = linkId === undefined ? undefined : await findOpenLink(db, linkId);
    if (!found || found.link.createdById === null) return undefined;
    const person = await loadPerson(db, found.link.createdById);
    if (person?.status !== 1) return undefined;
    const maker = principalOf(person);
    // Whoever may not make links to it any more has none.
    if (portfolioLevel(found.portfolio, maker) < PORTFOLIO_LEVEL.edit) return undefined;
    return { ...found, maker };
  }

  function count(linkId: number, what: 'views' | 'downloads'): void {
    countUse(db, linkId, what).catch(onError);
  }

  return {
    tokenOf: tokens.token,
    find: async (token) => open(tokens.readToken(token)),
    unlock: (link, address, password) => identity.unlock(`link ${link.id}`, address, link.password, password),

    grant({ id, expiresAt }) {
      const rounded = (Math.floor(Date.now() / GRANT_TIME) + 2) * GRANT_TIME;
      const until = new Date(Math.min(rounded, expiresAt?.getTime() ?? rounded));
      return { grant: tokens.grant(id, until), until };
    },

    findGranted: async (grant) => open(tokens.readGrant(grant)?.linkId),

    async mayGiveAll({ portfolio, maker }, originals) {
      await refresh();
      const needed = originals ? LEVEL.download : LEVEL.view;
      const folders = await foldersOf(db, portfolio.id);
      return folders.every((path) => permissions.level(maker, path) >= needed);
    },

    pictureGrant(grant) {
      const meant = tokens.readGrant(grant);
      if (!meant) return undefined;
      return {
        until: meant.until,
        async opens(src, level) {
          const found = await open(meant.linkId);
          if (!found) return false;
          if (level >= LEVEL.download && found.link.access < PORTFOLIO_LEVEL.download) return false;
          await refresh();
          if (permissions.level(found.maker, folderOfImage(src)) < level) return false;
          return holdsImage(db, found.portfolio.id, src);
        },
        downloaded: () => count(meant.linkId, 'downloads'),
      };
    },
    count,
  };
}
