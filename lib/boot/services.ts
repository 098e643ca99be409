import type { Epoch } from '#lib/cache/epoch.ts';
import type { Catalog } from '#lib/catalog/catalog.ts';
import type { Folders } from '#lib/catalog/folders.ts';
import type { Browsing, FindImages } from '#lib/catalog/image-search.ts';
import type { Listings } from '#lib/catalog/list-folder.ts';
import type { SyncFolder } from '#lib/catalog/sync-folder.ts';
import type { Database } from '#lib/db/client.ts';
import type { Delivery } from '#lib/delivery/deliver.ts';
import type { Identity } from '#lib/identity/identity.ts';
import type { PictureInfo } from '#lib/imaging/options.ts';
import type { Logger } from '#lib/log/log.ts';
import type { Permissions } from '#lib/permissions/permissions.ts';
import type { Shares } from '#lib/portfolios/shares.ts';
import type { Reports } from '#lib/reports/reports.ts';
import type { Settings } from '#lib/settings/settings.ts';
import type { Statistics } from '#lib/stats/statistics.ts';
import type { Storage } from '#lib/storage/storage.ts';
import type { Tasks } from '#lib/tasks/task.ts';
import type { Templates } from '#lib/templates/templates.ts';
import type { QueryLimits } from '#lib/transform/kinds.ts';
import type { About } from './about.ts';
import type { Licences } from './licences.ts';
import type { LiveFigures } from './live.ts';
import type { Upkeep } from './upkeep.ts';

/** What the operations of the API are made of. */
export type ApiParts = {
  settings: Settings;
  log: Logger;
  /** For store functions of the domain; the API itself writes no query. */
  db: Database;
  storage: Storage;
  identity: Identity;
  permissions: Permissions;
  catalog: Catalog;
  folders: Folders;
  listings: Listings;
  findImages: FindImages;
  browsing: Browsing;
  /** See createFolderSync. */
  syncFolder: SyncFolder;
  /** Rises with every change; guards answers that are kept. */
  epoch: Epoch;
  templates: Templates;
  tasks: Tasks;
  /** Portfolios as links open them. */
  shares: Shares;
  statistics: Statistics;
  /** What templates and picture requests are checked against. */
  limits: QueryLimits;
  /** What the header of a page (from 1) of an image says; see Imaging.probe. */
  probe(image: { src: string; version: string }, page: number, dpi: number | undefined): Promise<PictureInfo>;
  /** Colour spaces of the installed profiles by their lower-case names. */
  profileSpaces: ReadonlyMap<string, string>;
  /** Takes what people may not read out of a message. */
  redact: (message: string) => string;
  /** Brings rights and templates up to date; to be awaited before they are asked. */
  refresh(): Promise<void>;
  /** Tells all nodes that people, rights, templates or folders have changed. */
  announce(): Promise<unknown>;
  /** Forgets what was derived from an image, on all nodes. */
  purge(image: { id: number; src: string }): Promise<void>;
  upkeep: Upkeep;
  reports: Reports;
  /** How this process does at this moment. */
  live(): Promise<LiveFigures>;
};

/** What a running server offers to whoever speaks HTTP. */
export type Services = {
  settings: Settings;
  log: Logger;
  delivery: Delivery;
  api: ApiParts;
  /** The parts that do not answer, by name; empty = ready. */
  unready(): Promise<ReadonlyArray<{ part: string; problem: string }>>;
  /** Whether the sample pictures are in the repository, or on their way. */
  hasSamples(): Promise<boolean>;
  /** What the operator reads once the server listens at this address and the picture it names is there. */
  welcome(address: string): Promise<string>;
  /** What this server is and can do. */
  about(): Promise<About>;
  licences(): Promise<Licences>;
  /** Metrics in the Prometheus text format. */
  metrics(): Promise<{ contentType: string; text: string }>;
  /** Stops everything that startServices started; what is counted or cached is written first. */
  close(): Promise<void>;
};

const KEY = Symbol.for('emulsion.services');

/**
 * server.ts and Next's bundles each load their own copy of this module, so the services hang on globalThis:
 * one cache, one pool, one queue to a process.
 */
const shared = globalThis as { [KEY]?: Promise<Services> };

/** Hands the process its services, once. */
export function provideServices(starting: Promise<Services>): void {
  shared[KEY] = starting;
}

/** Whether somebody has provided services already. */
export function hasServices(): boolean {
  return shared[KEY] !== undefined;
}

/** The services of this process. Rejects when the start failed. */
export function services(): Promise<Services> {
  if (!shared[KEY]) throw new Error('the services of this process have not been started');
  return shared[KEY];
}
