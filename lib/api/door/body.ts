import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { Busboy } from '@fastify/busboy';
import { badRequest, EmulsionError, tooLarge } from '#lib/errors/error.ts';
import type { StagedFile, Storage } from '#lib/storage/storage.ts';
import type { UploadedFile } from './endpoint.ts';
import type { ApiRequest } from './request.ts';

/** Most bytes of a body without files. */
const MAX_FORM = 2 * 1024 * 1024;
const MAX_FIELDS = 1000;
/** Most files of one upload. */
const MAX_FILES = 1000;
const MAX_NAME = 4096;

/** What a request brought in its body. */
export type Body = {
  kind: 'none' | 'form' | 'json';
  /** Values by name; of repeated form fields the first. */
  fields: Record<string, unknown>;
  files: readonly UploadedFile[];
  /** File boxes that were left empty. */
  blankFiles: number;
};

/** A request without a body. */
export const NO_BODY: Body = { kind: 'none', fields: {}, files: [], blankFiles: 0 };

/**
 * Reads a body: HTML form (url-encoded or multipart) or JSON object. Files of a multipart body are staged on disk when
 * `storage` is given, and skipped otherwise. Throws 400 for what cannot be read, 413 for too much.
 */
export async function readBody(
  request: ApiRequest,
  files: { storage: Storage; maxBytes: number } | undefined,
): Promise<Body> {
  const type = (request.header('content-type') ?? '').toLowerCase();
  const announced = Number(request.header('content-length') ?? 0);
  if (announced > (files?.maxBytes ?? MAX_FORM)) {
    throw tooLarge(`exceeds the capacity limit of ${files?.maxBytes ?? MAX_FORM} bytes`);
  }
  if (type.startsWith('multipart/form-data')) return readMultipart(request, files);
  const content = await readText(request);
  if (type.startsWith('application/json') || /^[\w.+-]+\/[\w.+-]+\+json/.test(type)) return readJson(content);
  if (type === '' || type.startsWith('application/x-www-form-urlencoded')) {
    return content === '' ? NO_BODY : { ...NO_BODY, kind: 'form', fields: readPairs(content) };
  }
  // Any other type carries no fields (contract: every field then counts as missing).
  return NO_BODY;
}

async function readText(request: ApiRequest): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_FORM) throw tooLarge(`exceeds the capacity limit of ${MAX_FORM} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function readJson(content: string): Body {
  if (content.trim() === '') return { ...NO_BODY, kind: 'json' };
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    throw badRequest('the body is not valid JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badRequest('expected a JSON object');
  }
  return { ...NO_BODY, kind: 'json', fields: value as Record<string, unknown> };
}

/** Names and values of a query or url-encoded form; of repeated names the first counts. */
export function readPairs(text: string): Record<string, string> {
  const pairs: Record<string, string> = Object.create(null);
  let count = 0;
  for (const [name, value] of new URLSearchParams(text)) {
    count += 1;
    if (count > MAX_FIELDS) throw badRequest(`expected at most ${MAX_FIELDS} fields`);
    pairs[name] ??= value;
  }
  return pairs;
}

async function readMultipart(
  request: ApiRequest,
  target: { storage: Storage; maxBytes: number } | undefined,
): Promise<Body> {
  const fields: Record<string, unknown> = Object.create(null);
  const staging: Array<Promise<UploadedFile | undefined>> = [];
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, request.signal]);
  let problem: unknown;
  let blankFiles = 0;
  const limit = target?.maxBytes ?? MAX_FORM;
  let left = limit;
  /** Fields are held in memory, however large the files may be. */
  let roomForFields = MAX_FORM;
  const fail = (error: unknown) => {
    problem ??= error;
    stop.abort();
  };
  const parser = openParser(request);
  parser.on('field', (name: string, value: string, nameCut: boolean, valueCut: boolean) => {
    roomForFields -= name.length + value.length;
    if (nameCut || valueCut || roomForFields < 0) fail(tooLarge('the fields exceed the capacity limit'));
    else fields[name] ??= value;
  });
  parser.on('file', (_field: string, stream: Readable, fileName: string | undefined) => {
    // A part without a name is a file box that was left empty.
    if (!target || fileName === undefined || fileName === '') {
      if (fileName === '') blankFiles += 1;
      stream.resume();
      return;
    }
    if (fileName.length > MAX_NAME) {
      stream.resume();
      fail(badRequest('a file name is too long'));
      return;
    }
    staging.push(
      target.storage.stage(stream, { maxBytes: target.maxBytes, signal }).then(
        // Browsers write a quotation mark like this (HTML standard, multipart/form-data).
        (staged) => ({ name: fileName.replaceAll('%22', '"'), staged }),
        (error: unknown) => {
          fail(error);
          stream.resume();
          return undefined;
        },
      ),
    );
  });
  for (const event of ['filesLimit', 'partsLimit', 'fieldsLimit'] as const) {
    parser.on(event, () => fail(tooLarge(`expected at most ${MAX_FILES} files and ${MAX_FIELDS} fields`)));
  }
  try {
    request.body.pipe(parser);
    // Counts what passes by; begun together with the pipe, so that neither misses the beginning.
    request.body.on('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) fail(tooLarge(`exceeds the capacity limit of ${limit} bytes`));
    });
    request.body.once('error', fail);
    stop.signal.addEventListener('abort', () => {
      request.body.unpipe(parser);
      parser.destroy();
    });
    request.signal.addEventListener('abort', () => parser.destroy());
    await finished(parser).catch((error: unknown) => fail(broken(error)));
  } finally {
    if (problem !== undefined) stop.abort();
  }
  const staged = (await Promise.all(staging)).filter((file) => file !== undefined);
  if (problem !== undefined) {
    await discardFiles(staged);
    throw problem;
  }
  return { kind: 'form', fields, files: staged, blankFiles };
}

function openParser(request: ApiRequest) {
  try {
    return new Busboy({
      headers: { 'content-type': request.header('content-type') ?? '' },
      preservePath: true,
      limits: {
        fieldSize: MAX_FORM,
        fields: MAX_FIELDS,
        files: MAX_FILES,
        fieldNameSize: 200,
        parts: MAX_FIELDS + MAX_FILES,
      },
    });
  } catch (error) {
    throw broken(error);
  }
}

function broken(error: unknown): EmulsionError {
  return new EmulsionError('invalid_request', 'the multipart body is broken', { cause: error });
}

/** Removes staged files that nobody took. */
export async function discardFiles(files: readonly { staged: StagedFile }[]): Promise<void> {
  await Promise.all(files.map(({ staged }) => staged.discard()));
}
