import { askApi } from '../source/ask-api.ts';
import { type Picture, serverOfPicture } from '../source/picture.ts';

/** What the viewer has to know of a picture. */
export type Details = {
  /** Pixels of the original. */
  width: number;
  height: number;
  title: string;
  description: string;
  /** Whether the visitor may download the original. */
  download: boolean;
};

/**
 * Asks the server about a picture.
 * @throws Refused with the server's words, or what fetch throws
 */
export async function askDetails(picture: Picture, signal: AbortSignal): Promise<Details> {
  const path = `details/?src=${encodeURIComponent(picture.src)}`;
  const data = (await askApi(serverOfPicture(picture), path, signal)) as Partial<Details> | undefined;
  const { width = 0, height = 0, title = '', description = '', download = false } = data ?? {};
  if (!(width > 0 && height > 0)) throw new Error(`the server does not know the size of ${picture.src}`);
  return { width, height, title, description, download };
}
