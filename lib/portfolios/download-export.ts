import type { Actor } from '#lib/audit/audit.ts';
import { recordAudit } from '#lib/audit/store.ts';
import type { Database } from '#lib/db/client.ts';
import { type ByteRange, parseRange, rangeStillValid, unchangedSince } from '#lib/delivery/byte-range.ts';
import { errorPage } from '#lib/delivery/error-page.ts';
import { matchesTag } from '#lib/delivery/etag.ts';
import { contentDisposition, SAFETY_HEADERS } from '#lib/delivery/headers.ts';
import type { Delivered } from '#lib/delivery/request.ts';
import { EmulsionError, forbidden, notFound, STATUS } from '#lib/errors/error.ts';
import type { Principal } from '#lib/identity/principal.ts';
import type { Storage } from '#lib/storage/storage.ts';
import { PORTFOLIO_LEVEL, portfolioLevel } from './access.ts';
import { shelfOf } from './exports.ts';
import type { OpenLink, Shares } from './shares.ts';
import { findFinished } from './store/exports.ts';
import { findByHumanId, noteLine, type StoredPortfolio } from './store/portfolios.ts';

/** What a download of a zip is answered from. */
export type DownloadParts = {
  db: Database;
  storage: Pick<Storage, 'exports'>;
  shares: Shares;
  /** Takes what people may not read out of a message. */
  redact: (message: string) => string;
  onError: (error: unknown) => void;
};

/** A request for a zip, as plain data. */
export type DownloadRequest = {
  method: string;
  humanId: string;
  filename: string;
  /** What a link gave; undefined = none. */
  grant: string | undefined;
  range: string | undefined;
  ifRange: string | undefined;
  ifNoneMatch: string | undefined;
  ifModifiedSince: string | undefined;
  principal: Principal;
  /** As the audit log names the caller. */
  actor: Actor;
};

const ALLOW = 'GET, HEAD, OPTIONS';

/**
 * Answers a request for the finished zip of a portfolio: whole or a part, so that a download that broke off goes on. Who may
 * is asked each time; what is inside is not checked again (contract of the original). Never rejects.
 */
export async function downloadExport(parts: DownloadParts, request: DownloadRequest): Promise<Delivered> {
  try {
    if (request.method === 'OPTIONS') {
      return { status: 200, headers: ['Allow', ALLOW, 'Content-Length', '0'], body: undefined };
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      throw new EmulsionError('method_not_allowed', `Expected one of ${ALLOW}.`);
    }
    return await deliver(parts, request);
  } catch (error) {
    return refuse(parts, error);
  }
}

async function deliver(parts: DownloadParts, request: DownloadRequest): Promise<Delivered> {
  const { db, storage } = parts;
  const { portfolio, link } = await permitted(parts, request);
  const found = await findFinished(db, portfolio.id, request.filename);
  if (!found || found.keepUntil <= new Date()) throw noFile();
  // A link gives no more than its maker has, in a zip neither.
  if (link && !(await parts.shares.mayGiveAll(link, found.originals))) {
    throw forbidden(`the maker of link ${link.link.id} may not give away all of its images`);
  }
  const shelf = shelfOf(portfolio.id);
  const facts = await storage.exports.stat(shelf, found.filename);
  if (!facts) throw noFile();
  const { size, time } = facts;
  const etag = `"${found.filename.replace('.zip', '')}"`;
  const modified = new Date(time).toUTCString();
  const headers = [
    ...SAFETY_HEADERS,
    'ETag',
    etag,
    'Last-Modified',
    modified,
    'Accept-Ranges',
    'bytes',
    'Cache-Control',
    'private, no-cache',
    'Vary',
    'Cookie, Authorization',
  ];
  const hasCopy =
    request.ifNoneMatch === undefined
      ? unchangedSince(request.ifModifiedSince, time)
      : matchesTag(request.ifNoneMatch, etag);
  if (hasCopy) return { status: 304, headers, body: undefined };
  headers.push(
    'Content-Type',
    'application/zip',
    'Content-Disposition',
    contentDisposition('attachment', `${nameFor(portfolio)}.zip`),
  );
  const valid = rangeStillValid(request.ifRange, etag, modified);
  const range = valid && request.method === 'GET' ? parseRange(request.range, size) : undefined;
  if (range === 'unsatisfiable') {
    throw new EmulsionError('unsatisfiable_range', `The file has ${size} bytes.`, { size });
  }
  headers.push('Content-Length', String(range ? range.end - range.start + 1 : size));
  if (range) headers.push('Content-Range', `bytes ${range.start}-${range.end}/${size}`);
  if (request.method === 'HEAD') return { status: 200, headers, body: undefined };
  const { stream } = await storage.exports.read(shelf, found.filename, range);
  // Parts of one download are one download.
  if (isBeginning(range)) await note(parts, request.actor, portfolio, found.filename, link?.link.id);
  return { status: range ? 206 : 200, headers, body: stream };
}

/** The portfolio, for whoever may download it or has a grant of a link that does. Throws 404, 403. */
async function permitted(
  { db, shares }: DownloadParts,
  { humanId, grant, principal }: DownloadRequest,
): Promise<{ portfolio: StoredPortfolio; link: OpenLink | undefined }> {
  const portfolio = await findByHumanId(db, humanId);
  if (!portfolio) throw notFound('There is no such portfolio.');
  if (portfolioLevel(portfolio, principal) >= PORTFOLIO_LEVEL.download) {
    return { portfolio, link: undefined };
  }
  const open = grant === undefined ? undefined : await shares.findGranted(grant);
  if (open?.portfolio.id !== portfolio.id || open.link.access < PORTFOLIO_LEVEL.download) {
    throw forbidden(`download level needed on portfolio ${portfolio.id}`);
  }
  return { portfolio, link: open };
}

async function note(
  { db, shares }: DownloadParts,
  actor: Actor,
  { id, name }: StoredPortfolio,
  filename: string,
  linkId: number | undefined,
): Promise<void> {
  await db.$transaction(async (tx) => {
    await noteLine(tx, id, actor.userId, 'downloaded', filename);
    await recordAudit(tx, actor, {
      action: 'portfolio.download',
      objectType: 'portfolio',
      objectId: id,
      objectName: name,
      details: { filename, ...(linkId === undefined ? {} : { link: linkId }) },
    });
  });
  if (linkId !== undefined) shares.count(linkId, 'downloads');
}

function isBeginning(range: ByteRange | undefined): boolean {
  return range === undefined || range.start === 0;
}

function nameFor({ name, humanId }: StoredPortfolio): string {
  return name.replace(/[\p{Cc}\\/:*?"<>|]/gu, '_').trim() || humanId;
}

function noFile() {
  return notFound('There is no such file any more.');
}

function refuse({ redact, onError }: DownloadParts, thrown: unknown): Delivered {
  const known = thrown instanceof EmulsionError ? thrown : undefined;
  if (!known) onError(thrown);
  const status = known?.status ?? STATUS.internal;
  const body = errorPage(status, redact(known?.publicMessage ?? 'The server could not answer this request.'));
  const headers = ['Content-Type', 'text/html; charset=utf-8', 'Content-Length', String(body.length)];
  headers.push(...SAFETY_HEADERS, 'Cache-Control', 'private, no-store');
  if (known?.size !== undefined) headers.push('Content-Range', `bytes */${known.size}`);
  if (status === STATUS.method_not_allowed) headers.push('Allow', ALLOW);
  return { status, headers, body };
}
