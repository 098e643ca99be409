import { createRenderQueue } from '#lib/cache/render-queue.ts';
import { createCatalog } from '#lib/catalog/catalog.ts';
import { createBrowsing, createImageSearch } from '#lib/catalog/image-search.ts';
import { createListings } from '#lib/catalog/list-folder.ts';
import { createFolderSync } from '#lib/catalog/sync-folder.ts';
import { createDelivery } from '#lib/delivery/deliver.ts';
import { countPages, drawPage } from '#lib/delivery/draw-page.ts';
import { drawStored } from '#lib/delivery/draw-stored.ts';
import { type PictureParts, type RenderLane, sourceOf, sourcePrefix } from '#lib/delivery/picture.ts';
import { createTrashThumbnails } from '#lib/delivery/trash-thumbnail.ts';
import { createXrefTracker } from '#lib/delivery/xref.ts';
import { EmulsionError, STATUS } from '#lib/errors/error.ts';
import { ensureFirstAdmin } from '#lib/identity/first-admin.ts';
import { createIdentity } from '#lib/identity/identity.ts';
import { createImaging } from '#lib/imaging/imaging.ts';
import { createLogger, type Logger } from '#lib/log/log.ts';
import { createPermissions } from '#lib/permissions/permissions.ts';
import { createShares } from '#lib/portfolios/shares.ts';
import { createReports } from '#lib/reports/reports.ts';
import { redactForLog, redactSecrets } from '#lib/settings/redact.ts';
import { loadSettings, type Settings } from '#lib/settings/settings.ts';
import { createLoadMeter } from '#lib/stats/machine-load.ts';
import { createStatistics, noStatistics } from '#lib/stats/statistics.ts';
import { openLocalDisk } from '#lib/storage/local-disk.ts';
import { createTasks } from '#lib/tasks/tasks.ts';
import { createTemplates } from '#lib/templates/templates.ts';
import { createAbout } from './about.ts';
import { wireBackground } from './background.ts';
import { openSettledDatabase } from './database.ts';
import { fillEmptyRepository, SAMPLES, welcomeText } from './first-boot.ts';
import { readLicences } from './licences.ts';
import { createLive } from './live.ts';
import { createMetrics } from './metrics.ts';
import { cacheFill, openPictureKeeping } from './picture-cache.ts';
import { unreadyParts } from './readiness.ts';
import { keptSecretKey } from './secret-key.ts';
import type { ApiParts, Services } from './services.ts';
import { renderTinyPicture } from './tiny-picture.ts';
import { createUpkeep, keepingPlaces } from './upkeep.ts';

/** Places of the slow lane while quicker pictures wait. */
const SLOW_WHILE_OTHERS_WAIT = 1;

/** What the catalog notes for a file that cannot be decoded. */
const UNREADABLE = { width: 0, height: 0 };

/** The log of this process, as the settings want it. */
export function openLog(settings: Settings): Logger {
  const { logLevel, logFormat } = settings.server;
  return createLogger({ level: logLevel, format: logFormat, redact: redactForLog(settings) });
}

/**
 * Starts everything a server needs, in order: settings, database, repository, imaging, cache, delivery.
 * Throws SettingsError or DatabaseError with words for the operator; what was started is stopped again.
 */
export async function startServices(settings = loadSettings()): Promise<Services> {
  // Before the log, which blanks it wherever it turns up.
  const secretKey = settings.server.secretKey ?? (await keptSecretKey(settings.server.dataDir));
  settings.server.secretKey = secretKey;
  const log = openLog(settings);
  const database = await openSettledDatabase(settings, log, 'server');
  try {
    return await assemble(settings, log, database, secretKey);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function assemble(
  settings: Settings,
  log: Logger,
  database: Awaited<ReturnType<typeof openSettledDatabase>>,
  secretKey: string,
): Promise<Services> {
  const { db } = database;
  const onError = (what: string) => (error: unknown) => log.error({ err: error }, what);
  const admin = await ensureFirstAdmin(db, settings.server.adminPassword);
  const storage = await openLocalDisk(settings.server.imagesDir, settings.files);
  const samples = await fillEmptyRepository(
    settings.server.imagesDir,
    onError('the sample pictures could not be drawn'),
  );

  const imaging = createImaging({
    resizeQuality: settings.imaging.resizeQuality,
    linearLight: settings.imaging.gammaCorrect,
    autoOrient: settings.imaging.autoOrient,
    keepCopyright: settings.imaging.keepCopyright,
    iccDir: settings.imaging.iccDir,
    drawnDpi: settings.imaging.drawnDpi,
    maxInputPixels: settings.imaging.maxInputPixels,
    maxOutputPixels: settings.imaging.maxOutputPixels,
    maxFrames: settings.imaging.maxFrames,
    timeoutSeconds: settings.imaging.timeoutSeconds,
    baseMemoryBytes: settings.cache.basesBytes,
    pyramidDir: settings.cache.pyramidsDir,
    pyramidDiskBytes: settings.cache.pyramidsBytes,
    pyramidThreshold: settings.imaging.pyramidThreshold,
  });

  const metrics = createMetrics();
  const { concurrency, queueLimit, waitTimeoutSeconds } = settings.rendering;
  const queue = createRenderQueue<RenderLane>({
    concurrency,
    lanes: {
      render: { concurrency, maxQueued: queueLimit },
      slow: { concurrency, whileOthersWait: SLOW_WHILE_OTHERS_WAIT, maxQueued: queueLimit },
    },
    maxWaitMs: waitTimeoutSeconds * 1000,
    onDone(lane, _waitedMs, ranMs) {
      metrics.rendered(lane, ranMs / 1000);
      statistics.rendered(ranMs / 1000);
    },
  });
  const keeping = openPictureKeeping(settings, database, log, () => queue.retryAfter('render'));
  const { cache, source, epoch } = keeping;
  const machineLoad = createLoadMeter();
  const statistics = settings.stats.enabled
    ? createStatistics({
        db,
        periodMinutes: settings.stats.frequencyMinutes,
        flushSeconds: settings.stats.flushSeconds,
        referrers: settings.stats.referrers,
        load: () => ({ ...machineLoad(), cache: cacheFill(cache, settings) }),
        onError: onError('statistics could not be written'),
      })
    : noStatistics();
  metrics.watch({ cache, source, queue });

  async function purge({ id, src }: { id: number; src: string }): Promise<void> {
    await imaging.forget(sourcePrefix(src));
    await cache.purgeImage(id);
    await epoch.bump({ kind: 'image', id, src });
  }
  epoch.onChange((change, from) => {
    // What changes here is forgotten by purge, which its caller waits for.
    // Records stay held when everything may have changed: pictures are answered from them while the database is away.
    if (from === 'here' || change.kind === 'all') return;
    if (change.kind !== 'pictures') catalog.forget(change.src);
    if (change.kind === 'record') return;
    imaging
      .forget(change.kind === 'image' ? sourcePrefix(change.src) : '')
      .catch(onError('pyramids of changed images could not be removed'));
  });

  async function measure(src: string, version: string): Promise<{ width: number; height: number }> {
    try {
      return await imaging.probe(await sourceOf(storage, { src, version }));
    } catch (error) {
      // A file that is no picture has a record all the same, and its 415 is remembered like a picture.
      if (error instanceof EmulsionError && error.status === STATUS.unsupported) return UNREADABLE;
      throw error;
    }
  }
  const catalog = createCatalog({
    db,
    storage,
    measure,
    onChange: (image) => {
      purge(image).catch(onError('pictures of a changed image could not be removed'));
    },
    onEdit: ({ id, src }) => {
      void epoch.bump({ kind: 'record', id, src });
    },
  });
  const limits = {
    maxDimension: settings.imaging.maxDimension,
    maxGridTiles: settings.imaging.maxGridTiles,
    iccNames: new Set(imaging.profileSpaces.keys()),
  };
  const permissions = createPermissions(db, onError('folder rights could not be read again'));
  const templates = createTemplates({
    db,
    limits,
    onProblem: (message, error) => log.warn({ err: error }, message),
  });
  const announce = () => epoch.bump({ kind: 'all' });
  const redact = redactSecrets(settings);
  const identity = createIdentity({
    db,
    secretKey,
    clock: epoch,
    settings: { ...settings.signIn, ldap: settings.ldap },
    announce,
    onError: onError('a note about a session or token could not be written'),
  });
  const tasks = createTasks({ db, url: database.url, concurrency: settings.server.taskConcurrency, log });
  async function refresh(): Promise<void> {
    await permissions.refresh(epoch.rules);
    await templates.refresh(epoch.rules);
  }
  const shares = createShares({
    db,
    secretKey,
    identity,
    permissions,
    refresh,
    onError: onError('the use of a link could not be counted'),
  });
  const pictureParts: PictureParts = {
    catalog,
    permissions,
    templates,
    storage,
    imaging,
    cache,
    source,
    queue,
    limits,
    publicLimits: { maxWidth: settings.imaging.publicMaxWidth, maxHeight: settings.imaging.publicMaxHeight },
    autoFormats: settings.imaging.autoFormats,
    waitMs: waitTimeoutSeconds * 1000,
    benchmarking: settings.server.benchmarking,
    purge,
  };
  const delivery = createDelivery({
    ...pictureParts,
    grants: shares.pictureGrant,
    epoch,
    statistics,
    track: createXrefTracker(settings.imaging.xrefTrackingUrl, log),
    log,
    redact,
    observe: metrics.observe,
  });
  const { folders, onImages } = wireBackground({
    db,
    url: database.url,
    storage,
    catalog,
    permissions,
    tasks,
    settings,
    refresh,
    announce,
    purge,
    countPages: (image) => countPages(pictureParts, image),
    drawPage: (image, wish, signal) => drawPage(pictureParts, image, wish, signal),
    draw: (image, values, allow, signal) => drawStored(pictureParts, image, values, allow, signal),
    onError,
  });
  const api: ApiParts = {
    settings,
    log,
    db,
    storage,
    identity,
    permissions,
    catalog,
    listings: createListings({ db, storage, catalog, measure, epoch }),
    findImages: createImageSearch(db),
    browsing: createBrowsing(db),
    syncFolder: createFolderSync({ db, storage, onChange: onImages }),
    epoch,
    templates,
    tasks,
    shares,
    statistics,
    limits,
    probe: async (image, page, dpi) => imaging.probe(await sourceOf(storage, image), page, dpi),
    profileSpaces: imaging.profileSpaces,
    redact,
    folders,
    refresh,
    announce,
    purge,
    reports: createReports(db),
    live: createLive({
      statistics,
      metrics,
      source,
      queue,
      tasks,
      keeping: () => keepingPlaces(cache, settings),
    }),
    upkeep: createUpkeep({
      db,
      settings,
      cache,
      epoch,
      imaging,
      metrics,
      trashThumbnail: createTrashThumbnails({ storage, imaging, queue }),
    }),
  };
  // Nothing waits for background work: it begins while the first pictures are answered.
  tasks.start().catch(onError('background tasks could not be started; they are tried again'));
  folders.settle().catch(onError('what a stopped server left half done could not be finished'));

  return {
    settings,
    log,
    delivery,
    api,
    unready: () =>
      unreadyParts({ db, storage, cache, tinyRender: () => renderTinyPicture(imaging, settings.cache.dir) }),
    metrics: metrics.text,
    about: createAbout(db, settings.imaging.iccDir),
    licences: readLicences,
    hasSamples: () => storage.hasFolder(SAMPLES),
    async welcome(address) {
      return welcomeText(address, await samples.example, admin);
    },
    async close() {
      await tasks.close();
      await statistics.close();
      await keeping.close();
      await imaging.close();
      await database.close();
    },
  };
}
