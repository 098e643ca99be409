import { type PictureParameters, pictureUrl } from '#lib/transform/picture-url.ts';

/** What the server answered to one picture address. */
export type PictureAnswer =
  | { kind: 'picture'; blob: Blob; type: string; bytes: number; milliseconds: number; cached: boolean }
  | { kind: 'refused'; status: number; message: string };

const LONGEST_MESSAGE = 300;

/** What an `<img>` of today's browsers would send; a bare fetch says it takes anything. */
const ACCEPT = 'image/avif,image/webp,image/*;q=0.8,*/*;q=0.5';

/** Asks this server for a picture; resolves to its refusal as well. Rejects when aborted or out of reach. */
export async function requestPicture(address: string, signal: AbortSignal): Promise<PictureAnswer> {
  const start = performance.now();
  const response = await fetch(address, { signal, headers: { accept: ACCEPT } });
  const type = response.headers.get('content-type')?.split(';')[0] ?? '';
  if (!response.ok || !type.startsWith('image/')) {
    const said = (await response.text()).trim().slice(0, LONGEST_MESSAGE);
    return { kind: 'refused', status: response.status, message: said || response.statusText };
  }
  const blob = await response.blob();
  return {
    kind: 'picture',
    blob,
    type,
    bytes: blob.size,
    milliseconds: performance.now() - start,
    cached: response.headers.get('x-from-cache')?.toLowerCase() === 'true',
  };
}

/**
 * The query of an address typed by hand, or undefined when it is not a picture address of this server. Accepts
 * full addresses, paths and bare queries.
 */
export function readAddress(text: string, origin: string): URLSearchParams | undefined {
  const trimmed = text.trim();
  const path = trimmed.startsWith('src=') ? `/image?${trimmed}` : trimmed;
  if (!URL.canParse(path, origin)) return undefined;
  const url = new URL(path, origin);
  return url.origin === origin && url.pathname === '/image' ? url.searchParams : undefined;
}

/** The address with some parameters changed; blank ones are taken out. */
export function changeAddress(query: URLSearchParams, changes: Readonly<Record<string, string>>): string {
  const values = new Map<string, string>();
  // Of a name given twice the server reads the first.
  for (const [name, value] of query) if (!values.has(name)) values.set(name, value);
  for (const [name, value] of Object.entries(changes)) values.set(name, value);
  const src = values.get('src') ?? '';
  const parameters: PictureParameters = Object.fromEntries([...values].filter(([, value]) => value !== ''));
  return pictureUrl('/image', src, parameters);
}

/** A size such as `62.1 kB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const [size, unit] = bytes < 1_000_000 ? [bytes / 1000, 'kB'] : [bytes / 1_000_000, 'MB'];
  return `${new Intl.NumberFormat('en', { maximumFractionDigits: size < 100 ? 1 : 0 }).format(size)} ${unit}`;
}
