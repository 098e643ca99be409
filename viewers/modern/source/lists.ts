import { formatQuery, parseImageUrl, parseQuery, withParameters } from '../../core/image-url.ts';
import { askApi, Refused } from './ask-api.ts';
import { type Picture, readPicture } from './picture.ts';

/** An image as the API tells of it, as far as the viewers read it. */
type ApiImage = {
  src?: string;
  filename?: string;
  supported?: boolean;
  title?: string;
  description?: string;
  width?: number;
  height?: number;
  download?: boolean;
};

/** Files of the first question, so that something is seen soon, and of the further ones. */
const FIRST_PAGE = 100;
const PAGE = 1000;
/** Files that are listed at most. */
const MOST = 50_000;

/**
 * Pictures of a folder in the order of the API, page by page as they come.
 * @param server with a slash at its end
 * @throws Refused, or what fetch throws
 */
export async function* folderPictures(
  server: string,
  folder: string,
  parameters: string,
  signal: AbortSignal,
): AsyncGenerator<Picture[]> {
  let first: string | undefined;
  for (let start = 0; start < MOST; ) {
    const limit = start === 0 ? FIRST_PAGE : PAGE;
    const query = `path=${encodeURIComponent(folder)}&attributes=1&start=${start}&limit=${limit}`;
    const data = await askApi(server, `list/?${query}`, signal);
    const files = Array.isArray(data) ? (data as ApiImage[]) : [];
    // A server that knows no offset would give the first page for ever.
    if (files.length === 0 || (start > 0 && files[0]?.filename === first)) return;
    first ??= files[0]?.filename;
    yield files.flatMap((file) => apiPicture(file, server, parameters));
    if (files.length < limit) return;
    start += files.length;
  }
}

/**
 * Pictures of a portfolio in its order, as far as the visitor may see them, each with its parameters there.
 * @param portfolio its number, or its name in addresses
 */
export async function portfolioPictures(
  server: string,
  portfolio: string,
  parameters: string,
  signal: AbortSignal,
): Promise<Picture[]> {
  const data = await findPortfolio(server, portfolio, signal);
  const images = (data as { images?: unknown } | undefined)?.images;
  if (!Array.isArray(images)) return [];
  return images.flatMap(({ image, url }: { image?: ApiImage; url?: string }) => {
    const own = withParameters(
      parseImageUrl(url ?? '').parameters.filter(([name]) => name !== 'src'),
      Object.fromEntries(parseQuery(parameters)),
    );
    return image ? apiPicture({ supported: true, ...image }, server, formatQuery(own)) : [];
  });
}

/** By number first, if it looks like one: a name may consist of digits too. */
async function findPortfolio(server: string, portfolio: string, signal: AbortSignal): Promise<unknown> {
  const byName = () => askApi(server, `portfolios/?human_id=${encodeURIComponent(portfolio)}`, signal);
  if (!/^[1-9]\d{0,15}$/.test(portfolio)) return byName();
  try {
    return await askApi(server, `portfolios/${portfolio}/`, signal);
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return byName();
    throw error;
  }
}

function apiPicture(image: ApiImage, server: string, parameters: string): Picture[] {
  if (!image.supported || !image.src) return [];
  return [
    {
      ...readPicture(image.src, server, parameters),
      title: image.title ?? '',
      description: image.description ?? '',
      width: image.width ?? 0,
      height: image.height ?? 0,
      download: image.download ?? false,
    },
  ];
}
