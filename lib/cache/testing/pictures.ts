import { addressOf, type CachedImage, type PictureAddress } from '../entry.ts';

/** An address of an image; `variant` stands for the transform. */
export function testAddress(imageId: number, variant = 'width=200'): PictureAddress {
  return addressOf({ imageId, version: 'v1', transform: variant });
}

/** An entry whose body is of the given size and tells the text. */
export function testPicture(text: string, bytes = 1000): CachedImage {
  const body = Buffer.alloc(Math.max(bytes, text.length), '.');
  body.write(text);
  return { kind: 'picture', body, mime: 'image/jpeg', format: 'jpg', width: 20, height: 10 };
}
