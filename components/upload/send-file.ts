import { DetailedError, Upload } from 'tus-js-client';
import { api, apiAddress, csrfToken } from '../client/api.ts';
import type { Entry, StoredImage } from './entry.ts';

/** How sending a file has ended. */
export type Sent =
  | { kind: 'done'; image: StoredImage }
  /** The server does not want it; `status` as the API has it. */
  | { kind: 'refused'; status: number; text: string }
  /** No connection. */
  | { kind: 'broken' }
  /** The server was reached and could not do it now. */
  | { kind: 'trouble' }
  /** The session is over. */
  | { kind: 'signed-out' };

export type Sending = {
  ended: Promise<Sent>;
  /** Stops sending; `ended` never settles then. What the server has is thrown away when that is wished. */
  stop(discard: boolean): void;
};

/** Bytes of a request: passes small proxies, and little is lost with a connection. */
const PART = 8 * 1024 * 1024;

/** Sends a file, or what is missing of it. */
export function sendFile(
  entry: Entry,
  file: File,
  told: { address: (url: string) => void; sent: (bytes: number) => void },
): Sending {
  let upload: Upload | undefined;
  const ended = new Promise<Sent>((resolve) => {
    upload = new Upload(file, {
      endpoint: apiAddress('/uploads/'),
      ...(entry.url === undefined ? {} : { uploadUrl: entry.url }),
      headers: { 'X-CSRF-Token': csrfToken() },
      chunkSize: PART,
      // Waiting and trying again is the queue's business: it knows of the other files.
      retryDelays: null,
      uploadDataDuringCreation: true,
      storeFingerprintForResuming: false,
      fingerprint: async () => entry.id,
      metadata: metadataOf(entry),
      onUploadUrlAvailable: () => {
        if (upload?.url) told.address(new URL(upload.url, location.href).pathname);
      },
      onProgress: (bytes) => told.sent(bytes),
      onSuccess: ({ lastResponse }) => {
        const image = imageIn(lastResponse.getBody());
        if (image) resolve({ kind: 'done', image });
        else result(upload?.url ?? '').then(resolve, () => resolve({ kind: 'broken' }));
      },
      onError: (error) => resolve(failureOf(error)),
    });
    upload.start();
  });
  return {
    ended,
    stop(discard) {
      upload?.abort(discard).catch(() => undefined);
    },
  };
}

function metadataOf(entry: Entry): Record<string, string> {
  const { index, folder } = entry.destination;
  return {
    filename: entry.name,
    relative: entry.relative,
    key: entry.id,
    // Whoever may still decide is asked when the name turns out to be taken.
    overwrite: entry.onTaken === 'ask' ? 'refuse' : entry.onTaken,
    ...(index === undefined ? { folder } : { path_index: String(index) }),
    ...entry.words,
    ...(entry.sha256 === undefined ? {} : { sha256: entry.sha256 }),
  };
}

/** What came of an upload whose last answer was lost. */
async function result(url: string): Promise<Sent> {
  const id = url.slice(url.lastIndexOf('/') + 1);
  return { kind: 'done', image: await api.get<StoredImage>(`/uploads/${id}/result/`) };
}

type Envelope = { data?: StoredImage | null; message?: string };

function envelopeIn(body: string | null | undefined): Envelope {
  try {
    return body ? (JSON.parse(body) as Envelope) : {};
  } catch {
    return {};
  }
}

function imageIn(body: string): StoredImage | undefined {
  const { data } = envelopeIn(body);
  return data ?? undefined;
}

function failureOf(error: Error | DetailedError): Sent {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  const status = response?.getStatus() ?? 0;
  if (status === 0) return { kind: 'broken' };
  const text = envelopeIn(response?.getBody()).message ?? `The server answered with status ${status}.`;
  if (status === 401 || (status === 400 && text.includes('CSRF'))) return { kind: 'signed-out' };
  if (status === 429 || status >= 500) return { kind: 'trouble' };
  return { kind: 'refused', status, text: detailOf(text) };
}

/** What stands in parentheses behind the general words of a refusal: here everybody knows that it is about a file. */
function detailOf(text: string): string {
  return /^[^(]+ \((.+)\)$/s.exec(text)?.[1] ?? text;
}

/** Whether a file can still be read: one that was changed or removed looks like a broken connection when it is sent. */
export function isReadable(file: File): Promise<boolean> {
  return file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );
}
