import type { ApiParts } from '#lib/boot/services.ts';
import { EmulsionError, forbidden, STATUS } from '#lib/errors/error.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { refuseCrossSite } from '../door/cross-site.ts';
import { type Api, actorOf, refusalOf, requireAccess } from '../door/door.ts';
import { RouteError } from '../door/failures.ts';
import { requireInternal } from '../door/internal.ts';
import { linksFor } from '../door/links.ts';
import { API_HEADERS, envelope } from '../door/messages.ts';
import { finish, type Reply } from '../door/replies.ts';
import type { ApiAnswer, ApiRequest } from '../door/request.ts';
import { shownOutcome } from './shown-outcome.ts';
import { type Sender, type Upload, uploadsOf } from './uploads.ts';

const ADDRESS = /^\/api(?:\/v1)?\/uploads(?:\/(\d+-[A-Za-z0-9-]+))?\/?$/;
const VERSION = '1.0.0';
const EXTENSIONS = 'creation,creation-with-upload,termination,expiration';
const PART = 'application/offset+octet-stream';
/** Milliseconds after the last part for which an unfinished upload is kept; see the job settle_files. */
const KEPT = 24 * 3_600_000;
const METHODS: ReadonlySet<string> = new Set(['OPTIONS', 'POST', 'HEAD', 'PATCH', 'DELETE']);

const UPLOAD_HEADERS: readonly string[] = API_HEADERS.map((value, index) => {
  const name = API_HEADERS[index - 1];
  if (name === 'Access-Control-Allow-Methods') return 'POST, HEAD, PATCH, DELETE, OPTIONS';
  if (name === 'Access-Control-Allow-Headers') {
    return `${value}, Tus-Resumable, Upload-Length, Upload-Metadata, Upload-Offset, X-HTTP-Method-Override`;
  }
  if (name === 'Access-Control-Expose-Headers') {
    return `${value}, Location, Tus-Resumable, Tus-Version, Tus-Extension, Tus-Max-Size, Upload-Expires, Upload-Length, Upload-Metadata, Upload-Offset`;
  }
  return value;
});

/** Whether a request is one of the tus protocol; others below the same address are operations of the table. */
export function isUpload({ method, path }: Pick<ApiRequest, 'method' | 'path'>): boolean {
  return METHODS.has(method) && ADDRESS.test(path);
}

/**
 * Resumable uploads by the tus protocol, version 1.0.0, with the rules of the door: port and HTTPS, caller, cross-site check,
 * access. Never rejects.
 */
export async function answerUpload(request: ApiRequest, api: Api, parts: ApiParts): Promise<ApiAnswer> {
  const start = performance.now();
  let reply: Reply;
  try {
    reply = await handle(request, api, parts);
  } catch (error) {
    reply = refusalOf(error, request, parts);
  }
  const headers = [...reply.headers, ...UPLOAD_HEADERS, 'Vary', 'Cookie, Authorization'];
  headers.push('Tus-Resumable', VERSION, 'Cache-Control', 'no-store');
  if (reply.body !== '') {
    headers.push('Content-Type', 'application/json', 'Content-Length', String(Buffer.byteLength(reply.body)));
  }
  return finish({ ...reply, headers }, request, start);
}

async function handle(request: ApiRequest, api: Api, parts: ApiParts): Promise<Reply> {
  const id = ADDRESS.exec(request.path)?.[1];
  const method =
    request.method === 'POST' ? (request.header('x-http-method-override') ?? 'POST') : request.method;
  if (method === 'OPTIONS') return options(parts);
  requireInternal(request, parts.settings.web);
  if (request.header('tus-resumable') !== VERSION) {
    throw new RouteError('Precondition Failed', `expected Tus-Resumable: ${VERSION}`, 412, [
      'Tus-Version',
      VERSION,
    ]);
  }
  const sender = await admit(request, parts);
  const uploads = uploadsOf(parts);
  if (id === undefined) {
    if (method !== 'POST') throw wrongMethod('POST, OPTIONS');
    return create(request, sender, api);
  }
  if (method === 'HEAD') return standing(await uploads.look(sender, id), parts);
  if (method === 'DELETE') {
    await uploads.remove(sender, id);
    return { status: 204, headers: [], body: '' };
  }
  if (method !== 'PATCH') throw wrongMethod('HEAD, PATCH, DELETE, OPTIONS');
  if (request.header('content-type') !== PART) {
    throw new EmulsionError('unsupported', `Content-Type: expected ${PART}`);
  }
  const at = wholeNumber(request, 'upload-offset');
  const upload = await uploads.receive(sender, id, at, request.body, lengthOf(request));
  return told(upload, 204, sender, api);
}

function options(parts: ApiParts): Reply {
  const { maxContentLength } = parts.settings.files;
  const headers = ['Tus-Version', VERSION, 'Tus-Extension', EXTENSIONS];
  return { status: 204, headers: [...headers, 'Tus-Max-Size', String(maxContentLength)], body: '' };
}

/** Who sends. Throws as the operations of the table do for whoever may not write. */
async function admit(request: ApiRequest, parts: ApiParts): Promise<Sender> {
  const caller = await parts.identity.identify({
    authorization: request.header('authorization'),
    cookie: request.header('cookie'),
    address: request.address,
  });
  requireAccess({ access: 'signed-in', scope: 'write' }, caller);
  refuseCrossSite(request, caller, {}, parts.identity, parts.settings.web);
  await parts.refresh();
  return {
    parts,
    caller,
    request,
    actor: actorOf(request, caller),
    links: linksFor(request, parts.settings.web),
    requireLevel(folder, level) {
      if (parts.permissions.level(caller.principal, folder) >= level) return;
      throw forbidden(`level ${level} needed on ${folder}`);
    },
  };
}

async function create(request: ApiRequest, sender: Sender, api: Api): Promise<Reply> {
  const { parts } = sender;
  // Nothing is kept for those who may upload nowhere.
  if (parts.permissions.highest(sender.caller.principal) < LEVEL.upload) {
    throw forbidden('no folder to upload to');
  }
  const size = wholeNumber(request, 'upload-length');
  const uploads = uploadsOf(parts);
  let upload = await uploads.begin(sender, request.header('upload-metadata') ?? '', size);
  // One that was begun before has the beginning already; its sender learns where to go on.
  const brings = request.header('content-type') === PART && upload.offset === 0 && size > 0;
  if ((brings || size === 0) && !upload.note.outcome) {
    upload = await uploads.receive(sender, upload.id, 0, request.body, brings ? lengthOf(request) : 0);
  }
  return told(upload, 201, sender, api);
}

/** Where an upload stands, with its result when all has arrived. */
async function told(upload: Upload, status: 201 | 204, sender: Sender, api: Api): Promise<Reply> {
  const headers = ['Upload-Offset', String(upload.offset)];
  if (status === 201) headers.push('Location', `/api/v1/uploads/${upload.id}`);
  const { outcome } = upload.note;
  if (!outcome) {
    headers.push('Upload-Expires', new Date(Date.now() + KEPT).toUTCString());
    return { status, headers, body: '' };
  }
  api.changed();
  try {
    const data = await shownOutcome(outcome, sender);
    const good = status === 201 ? 201 : 200;
    return { status: good, headers, body: envelope(data, 'OK', good) };
  } catch (error) {
    const refusal = refusalOf(error, sender.request, sender.parts);
    return { ...refusal, headers: [...refusal.headers, ...headers] };
  }
}

function standing({ offset, note }: Upload, parts: ApiParts): Reply {
  const { outcome, size, metadata } = note;
  if (outcome?.kind === 'failed') throw new EmulsionError(outcome.code, outcome.message);
  const headers = ['Upload-Offset', String(offset), 'Upload-Length', String(size)];
  if (metadata !== '') headers.push('Upload-Metadata', metadata);
  headers.push('Tus-Max-Size', String(parts.settings.files.maxContentLength));
  return { status: 200, headers, body: '' };
}

function wrongMethod(allow: string): RouteError {
  const words = `expected one of ${allow}`;
  return new RouteError('Method Not Allowed', words, STATUS.method_not_allowed, ['Allow', allow]);
}

/** A header that is a whole number from 0. Throws 400. */
function wholeNumber(request: ApiRequest, name: 'upload-length' | 'upload-offset'): number {
  const text = request.header(name);
  if (text !== undefined && /^\d{1,15}$/.test(text)) return Number(text);
  const shown = name === 'upload-length' ? 'Upload-Length' : 'Upload-Offset';
  throw new EmulsionError('invalid_request', `${shown}: expected a whole number of bytes`);
}

/** Bytes that a request announces; undefined when it does not say. */
function lengthOf(request: ApiRequest): number | undefined {
  const text = request.header('content-length');
  return text === undefined || !/^\d{1,15}$/.test(text) ? undefined : Number(text);
}
