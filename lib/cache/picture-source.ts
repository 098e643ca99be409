import { createCoordinator, type RenderContext } from './coordinate.ts';
import { type CachedImage, type CachedPicture, errorOf, failureOf, type PictureAddress } from './entry.ts';
import type { Leases } from './lease.ts';
import type { PictureCache } from './tiers.ts';

/** Where a picture came from: a tier's name, "render", or "flight" for one made for another caller. */
type Obtained = { picture: CachedImage; from: string };

type ObtainOptions = {
  /** Longest wait in milliseconds. */
  waitMs: number;
  /** Aborted when the caller is gone. */
  signal?: AbortSignal | undefined;
  /** Makes the picture even when it is cached, and keeps the new one. */
  fresh?: boolean;
};

export type PictureSource = {
  /**
   * The picture at an address: cached, or made once however many callers and processes ask. A failure that
   * is about the picture (400, 415) is remembered for a minute and thrown to everyone alike; others (busy,
   * not_found) are thrown and forgotten.
   */
  obtain(
    address: PictureAddress,
    render: (context: RenderContext) => Promise<CachedImage>,
    options: ObtainOptions,
  ): Promise<Obtained>;
  /** Pictures being made or waited for. */
  active(): number;
  /** Resolves once all finished pictures are stored and their leases given back; for shutdown. */
  idle(): Promise<void>;
};

/**
 * Puts the cache and the single flight together.
 *
 * @param options.raiseTooBusy see createCoordinator.
 */
export function createPictureSource(options: {
  cache: PictureCache;
  leases: Leases;
  raiseTooBusy?: boolean;
  retryAfter?: () => number;
}): PictureSource {
  const { cache } = options;
  const coordinator = createCoordinator<{ entry: CachedPicture; tier: string }>(options);

  const pictureOf = (entry: CachedPicture): CachedImage => {
    if (entry.kind === 'failure') throw errorOf(entry);
    return entry;
  };

  return {
    async obtain(address, render, { waitMs, signal, fresh = false }) {
      if (!fresh) {
        const cached = cache.peek(address);
        if (cached) return { picture: pictureOf(cached), from: 'memory' };
      }
      const { value, origin } = await coordinator.renderOnce(fresh ? `fresh:${address.id}` : address.id, {
        waitMs,
        signal,
        lookup: async () => (fresh ? undefined : cache.getShared(address)),
        async render(context) {
          try {
            return { entry: await render(context), tier: 'render' };
          } catch (error) {
            const entry = failureOf(error);
            if (!entry) throw error;
            return { entry, tier: 'render' };
          }
        },
        store: ({ entry }) => cache.putShared(address, entry),
      });
      return { picture: pictureOf(value.entry), from: origin === 'joined' ? 'flight' : value.tier };
    },

    active: () => coordinator.active(),
    idle: () => coordinator.idle(),
  };
}
