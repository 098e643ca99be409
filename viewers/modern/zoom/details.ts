import { detailsQuery } from '../../core/image-url.ts';
import { type Details, readDetails } from '../../core/picture-details.ts';
import { askApi } from '../source/ask-api.ts';
import { type Picture, serverOfPicture } from '../source/picture.ts';

/**
 * Asks the server about a picture.
 * @throws Refused with the server's words, or what fetch throws
 */
export async function askDetails(picture: Picture, signal: AbortSignal): Promise<Details> {
  const path = `details/?${detailsQuery(picture)}`;
  const details = readDetails(await askApi(serverOfPicture(picture), path, signal));
  if (!details) throw new Error(`the server does not know the size of ${picture.src}`);
  return details;
}
