import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveAutoFormat } from './auto-format.ts';
import { formatOf, isReadable, isWritable, mimeOf } from './formats.ts';

describe('formats', () => {
  it.each([
    ['jpg jpeg jpe jfif jif pjpg pjpeg', 'image/jpeg', true, true],
    ['png', 'image/png', true, true],
    ['gif', 'image/gif', true, true],
    ['tif tiff', 'image/tiff', true, true],
    ['webp', 'image/webp', true, true],
    ['avif', 'image/avif', true, true],
    ['svg', 'image/svg+xml', true, false],
    ['bmp', 'image/bmp', true, false],
    ['ico cur', 'image/x-icon', true, false],
    ['ppm', 'image/x-portable-pixmap', true, false],
    ['pam', 'image/x-portable-arbitrarymap', true, false],
    ['tga', 'image/tga', true, false],
    ['psd', 'image/psd', true, false],
    ['xcf', 'image/xcf', true, false],
    ['dcm', 'application/dicom', true, false],
    ['pdf', 'application/pdf', true, true],
    ['eps', 'application/postscript', true, true],
    ['nef', 'image/nef', true, false],
    ['x3f', 'image/x3f', true, false],
    ['heic', 'image/heic', true, false],
    ['heif hif', 'image/heif', true, false],
    ['jxl', 'image/jxl', true, true],
    ['jp2', 'image/jp2', true, false],
    ['jpf jpx', 'image/jpx', true, false],
    ['j2k j2c', 'image/j2c', true, false],
    ['ai epsi epsf ps', 'application/postscript', true, false],
    ['cr3', 'image/cr3', true, false],
    ['txt JPG html', undefined, false, false],
  ])('%s', (extensions, mime, canRead, canWrite) => {
    for (const extension of extensions.split(' ')) {
      expect(mimeOf(extension)).toBe(mime);
      expect(isReadable(extension)).toBe(canRead);
      expect(isWritable(extension)).toBe(canWrite);
    }
  });

  it('knows what can hold transparency and pages', () => {
    expect(formatOf('png')).toMatchObject({ alpha: true, multiPage: false });
    expect(formatOf('jpg')).toMatchObject({ alpha: false, multiPage: false });
    expect(formatOf('tif')).toMatchObject({ alpha: true, multiPage: true });
    expect(formatOf('gif')).toMatchObject({ alpha: true, multiPage: true });
  });
});

describe('resolveAutoFormat', () => {
  const chrome = 'image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8';
  const both = ['avif', 'webp'];

  it.each<[string | undefined, string, string[], string]>([
    [chrome, 'jpg', both, 'avif'],
    [chrome, 'jpg', ['webp', 'avif'], 'webp'],
    [chrome, 'jpg', [], 'jpg'],
    ['image/webp,*/*', 'png', both, 'webp'],
    ['IMAGE/WebP ; Q=0.5', 'png', both, 'webp'],
    ['*/*', 'jpg', both, 'jpg'],
    ['image/*', 'png', both, 'png'],
    [undefined, 'tga', both, 'png'],
    ['', 'bmp', both, 'jpg'],
    ['image/avif;q=0,image/webp', 'jpg', both, 'webp'],
    ['image/avif;q=0.0,image/webp;q=0.000', 'jpg', both, 'jpg'],
    ['image/avif;q=0.5,image/webp;q=0.9', 'jpg', both, 'webp'],
    ['image/avif,image/avif;q=0', 'jpg', both, 'avif'],
    ['image/avif;q=spam', 'jpg', both, 'jpg'],
    ['image/avif;q=2', 'jpg', both, 'jpg'],
    ['image/avif;q=0.001', 'jpg', both, 'avif'],
    ['image/jpeg,image/webp;q=0.5', 'jpg', both, 'jpg'],
    ['image/jpeg,image/webp', 'jpg', both, 'webp'],
    ['text/html, image/avif ;v=1;q=1', 'jpg', both, 'avif'],
    [chrome, 'webp', ['webp'], 'webp'],
    ['*/*', 'webp', both, 'png'],
    ['*/*', 'svg', both, 'png'],
    ['*/*', 'gif', both, 'png'],
    ['*/*', 'psd', both, 'png'],
    ['*/*', 'nef', both, 'jpg'],
    ['*/*', 'jpeg', both, 'jpeg'],
    ['*/*', '', both, 'jpg'],
    ['image/spam', 'jpg', ['spam'], 'jpg'],
  ])('%s for a %s picture', (accept, extension, preference, expected) => {
    expect(resolveAutoFormat(accept, extension, preference)).toBe(expected);
  });

  it('copes with any header', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'image/avf*;q=0.1, '.split('')) }), (accept) => {
        expect(['avif', 'webp', 'jpg']).toContain(resolveAutoFormat(accept, 'jpg', both));
      }),
    );
  });
});
