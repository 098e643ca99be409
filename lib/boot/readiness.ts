import type { PictureCache } from '#lib/cache/tiers.ts';
import type { Database } from '#lib/db/client.ts';
import type { Storage } from '#lib/storage/storage.ts';

type ReadinessParts = {
  db: Database;
  storage: Storage;
  cache: PictureCache;
  /** Makes a tiny picture; rejects when it cannot. */
  tinyRender: () => Promise<void>;
};

/** Milliseconds a part may take to answer. */
const PATIENCE = 3000;

/** Looks at everything a picture needs. Returns the parts that do not answer, with the reason for the log. */
export async function unreadyParts({
  db,
  storage,
  cache,
  tinyRender,
}: ReadinessParts): Promise<Array<{ part: string; problem: string }>> {
  const checks: Record<string, () => Promise<unknown>> = {
    database: () => db.$queryRaw`SELECT 1`,
    storage: () => storage.check(),
    cache: async () => {
      const failing = await cache.check();
      if (failing.length > 0) throw new Error(`no answer from ${failing.join(', ')}`);
    },
    render: tinyRender,
  };
  const outcomes = await Promise.all(
    Object.entries(checks).map(async ([part, check]) => {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error(`no answer in ${PATIENCE} ms`)), PATIENCE);
      });
      try {
        await Promise.race([check(), late]);
        return undefined;
      } catch (error) {
        return { part, problem: error instanceof Error ? error.message : String(error) };
      } finally {
        clearTimeout(timer);
      }
    }),
  );
  return outcomes.filter((outcome) => outcome !== undefined);
}
