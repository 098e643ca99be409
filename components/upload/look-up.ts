import { api } from '../client/api.ts';
import { type Destination, type Entry, isSameDestination, type NameCheck, type Twin } from './entry.ts';

/** Files that the server is asked about at a time. */
const MOST = 400;

/** The entries of the first one's destination, as many as one question may be about. */
export function sameDestination(entries: readonly Entry[]): Entry[] {
  const [first] = entries;
  if (!first) return [];
  return entries
    .filter(({ destination }) => isSameDestination(destination, first.destination))
    .slice(0, MOST);
}

/** What the server says about the names of some files of one destination, by entry. Rejects with ApiFailure. */
export async function checkNames(
  entries: readonly Entry[],
  { folder, index }: Destination,
): Promise<Map<string, NameCheck>> {
  const { files, max_bytes: most } = await api.post<{
    files: NameCheck[];
    max_bytes: number;
  }>('/uploads/check/', {
    ...(index === undefined ? { folder } : { path_index: index }),
    names: entries.map(({ relative }) => relative),
  });
  return new Map(
    entries.flatMap(({ id, size }, at) => {
      const check = files[at];
      if (!check) return [];
      if (size > most) return [[id, { ...check, refused: tooLarge(most) }]];
      return [[id, size === 0 ? { ...check, refused: check.refused ?? 'The file is empty.' } : check]];
    }),
  );
}

function tooLarge(most: number): string {
  return `The file is larger than this server takes (${Math.floor(most / 1_000_000)} MB).`;
}

/** Images with the same content as some files, by entry. Rejects with ApiFailure. */
export async function findTwins(entries: readonly Entry[]): Promise<Map<string, Twin[]>> {
  const asked = entries.slice(0, MOST);
  const hashes = [...new Set(asked.flatMap(({ sha256 }) => sha256 ?? []))];
  const known = await api.post<Record<string, Twin[]>>('/images/known/', { hashes });
  return new Map(asked.map(({ id, sha256 }) => [id, known[sha256 ?? ''] ?? []]));
}
