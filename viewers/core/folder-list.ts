/** Files that the API tells of in one answer. */
const PAGE = 1000;
/** Answers that are asked for at most. */
const MOST_PAGES = 10;

/**
 * Names of the pictures in a folder, in the order of the API; at most those among its first 10,000 files. Permissions are
 * those of the page's visitor on the server's own pages and of the public elsewhere. Rejects when there is no list.
 * @param server address with a slash at its end
 */
export async function listFolder(server: string, folder: string, signal?: AbortSignal): Promise<string[]> {
  const names: string[] = [];
  let first: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const rest = page === 0 ? '' : `&start=${page * PAGE}`;
    const address = `${server}api/v1/list/?path=${encodeURIComponent(folder)}${rest}`;
    // Pages follow each other, since only the last one tells that it is the last.
    // oxlint-disable-next-line no-await-in-loop
    const files = await readPage(address, signal);
    // A server that knows no offset gives the first page again.
    if (files.length === 0 || files[0]?.filename === first) break;
    first ??= files[0]?.filename;
    names.push(...files.filter(({ supported }) => supported).map(({ filename }) => filename));
    if (files.length < PAGE) break;
  }
  return names;
}

type File = { filename: string; supported: boolean };

async function readPage(address: string, signal: AbortSignal | undefined): Promise<File[]> {
  const answer = await fetch(address, { headers: { Accept: 'application/json' }, signal: signal ?? null });
  if (!answer.ok) throw new Error(`${address} was answered with status ${answer.status}`);
  const { data }: { data?: unknown } = await answer.json();
  if (!Array.isArray(data)) throw new Error(`${address} gave no list`);
  return data;
}
