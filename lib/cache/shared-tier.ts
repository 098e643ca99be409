import type { CachedPicture, PictureAddress } from './entry.ts';
import type { TierStats } from './memory-tier.ts';

/**
 * A place for pictures that outlives the process or is seen by others: a disk folder, Redis. None of the
 * functions ever rejects: a tier that is down is an empty tier.
 */
export type SharedTier = {
  readonly name: string;
  get(address: PictureAddress): Promise<CachedPicture | undefined>;
  /** Whether the entry was stored. */
  put(address: PictureAddress, entry: CachedPicture): Promise<boolean>;
  purgeImage(imageId: number): Promise<void>;
  clear(): Promise<void>;
  /** Whether the tier can be used at this moment, for readiness checks. */
  check(): Promise<boolean>;
  stats(): TierStats;
  close(): Promise<void>;
};
