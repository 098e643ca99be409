import type { Catalog } from '#lib/catalog/catalog.ts';
import { createFolders, type Folders } from '#lib/catalog/folders.ts';
import type { Database } from '#lib/db/client.ts';
import { connect } from '#lib/db/connection.ts';
import { principalOf } from '#lib/identity/principal-of.ts';
import { loadPerson } from '#lib/identity/store/callers.ts';
import { type BurstParts, burstPdfJob } from '#lib/jobs/burst-pdf.ts';
import { type ExportJobParts, exportPortfolioJob } from '#lib/jobs/export-portfolio.ts';
import { folderJobs } from '#lib/jobs/folder-jobs.ts';
import { imageJobs } from '#lib/jobs/image-jobs.ts';
import { ALL_RIGHTS, NO_RIGHTS, type PersonRights } from '#lib/jobs/person-rights.ts';
import { registerJobs } from '#lib/jobs/register-jobs.ts';
import { taskActor } from '#lib/jobs/task-actor.ts';
import { uncacheFolderImages } from '#lib/jobs/uncache-folder-images.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import type { Permissions } from '#lib/permissions/permissions.ts';
import { regionsOf } from '#lib/permissions/regions.ts';
import type { Settings } from '#lib/settings/settings.ts';
import type { Storage } from '#lib/storage/storage.ts';
import type { Tasks } from '#lib/tasks/task.ts';

type BackgroundParts = {
  db: Database;
  /** Of the database, for connections of their own. */
  url: string;
  storage: Storage;
  catalog: Catalog;
  permissions: Permissions;
  tasks: Tasks;
  settings: Settings;
  /** Brings rights up to date. */
  refresh: () => Promise<void>;
  announce: () => Promise<unknown>;
  purge: (image: { id: number; src: string }) => Promise<void>;
  /** Draws pictures for exports. */
  draw: ExportJobParts['draw'];
  countPages: BurstParts['countPages'];
  drawPage: BurstParts['drawPage'];
  onError: (what: string) => (error: unknown) => void;
};

/** Images whose pictures are removed one by one; more are forgotten by telling all nodes that everything changed. */
const FEW = 100;

type Background = {
  folders: Folders;
  /** To be told of images whose file has changed or vanished. */
  onImages: (images: ReadonlyArray<{ id: number; src: string }>) => Promise<void>;
};

/** The folders, with everything that is done in the background wired to them. Tasks are not started here. */
export function wireBackground(parts: BackgroundParts): Background {
  const { db, url, storage, catalog, permissions, tasks, settings, announce, onError } = parts;

  function everythingMoved(): void {
    catalog.forget({ folder: '/' });
    announce().catch(onError('other servers could not be told of a changed folder'));
  }

  async function onImages(images: ReadonlyArray<{ id: number; src: string }>): Promise<void> {
    // Pictures that nobody can ask for any more age out; what matters is that nothing old is remembered.
    if (images.length > FEW) everythingMoved();
    else for (const image of images) await parts.purge(image);
    for (const { src } of images) catalog.forget(src);
  }

  async function rightsOf(userId: number | null): Promise<PersonRights> {
    if (userId === null) return ALL_RIGHTS;
    const person = await loadPerson(db, userId);
    if (person?.status !== 1) return NO_RIGHTS;
    await parts.refresh();
    const principal = principalOf(person);
    return {
      level: (folder) => permissions.level(principal, folder),
      viewable: regionsOf(principal, permissions.grants(), LEVEL.view),
    };
  }

  const folders = createFolders({
    db,
    storage,
    connect: () => connect(url),
    unicode: settings.files.unicodeNames,
    trashKeepDays: settings.files.trashKeepDays,
    onChange: everythingMoved,
  });

  const jobs = folderJobs({
    folders,
    async allowed(userId, folder, level) {
      if (userId === null) return true;
      const person = await loadPerson(db, userId);
      if (person?.status !== 1) return false;
      await parts.refresh();
      return permissions.level(principalOf(person), folder) >= level;
    },
    actorOf: (userId) => taskActor(db, userId),
  });
  const images = imageJobs({
    db,
    storage,
    catalog,
    purge: parts.purge,
    folders,
    rightsOf,
    actorOf: (userId) => taskActor(db, userId),
    trashKeepDays: settings.files.trashKeepDays,
    unicodeNames: settings.files.unicodeNames,
    onError: onError('one of many images could not be changed'),
  });
  registerJobs(
    tasks,
    {
      db,
      storage,
      catalog,
      onImages,
      keepDays: {
        statistics: settings.stats.keepDays,
        audit: settings.files.auditKeepDays,
        trash: settings.files.trashKeepDays,
      },
      fineDays: settings.stats.fineDays,
    },
    {
      ...jobs,
      ...images,
      uncache_folder_images: uncacheFolderImages({ db, purge: parts.purge }),
      burst_pdf: burstPdfJob({
        db,
        storage,
        catalog,
        folders,
        countPages: parts.countPages,
        drawPage: parts.drawPage,
        actorOf: (userId) => taskActor(db, userId),
        dpi: settings.imaging.drawnDpi,
        maxPages: settings.imaging.maxFrames,
      }),
      export_portfolio: exportPortfolioJob({ db, storage, catalog, draw: parts.draw, rightsOf }),
    },
  );

  return { folders, onImages };
}
