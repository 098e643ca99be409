import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { original, server } from './ground.ts';

/** Files as they are. */
export function originalTests(): void {
  describe('the original file', () => {
    it('arrives byte for byte, never cached, inline unless attached', async () => {
      const answer = await original('src=open/b.jpg');
      expect(answer.body.equals(await readFile(join(server.imagesDir, 'open/b.jpg')))).toBe(true);
      expect(answer.headers.get('content-disposition')).toBe('inline; filename="b.jpg"');
      expect(answer.headers.get('x-from-cache')).toBe('False');
      const attached = await original('src=open/b.jpg&attach=1', {
        'If-None-Match': answer.headers.get('etag') ?? '',
      });
      expect(attached.status).toBe(304);
      expect((await original('src=open/b.jpg&attach=1')).headers.get('content-disposition')).toBe(
        'attachment; filename="b.jpg"',
      );
    });
  });

  describe('parts of the original file', () => {
    const url = 'src=open/b.jpg';
    const file = () => readFile(join(server.imagesDir, 'open/b.jpg'));

    it.each([
      ['bytes=0-99', 0, 100],
      ['bytes=100-', 100, undefined],
      ['bytes=-50', -50, undefined],
    ])('%s', async (range, start, end) => {
      const whole = await file();
      const part = whole.subarray(start, end);
      const answer = await original(url, { Range: range });
      expect(answer.status).toBe(206);
      expect(answer.body.equals(part)).toBe(true);
      expect(answer.headers.get('content-length')).toBe(String(part.length));
      const from = start < 0 ? whole.length + start : start;
      expect(answer.headers.get('content-range')).toBe(
        `bytes ${from}-${from + part.length - 1}/${whole.length}`,
      );
    });

    it('answers 416 beyond the end, the whole to a stale If-Range, 304 to its date', async () => {
      const { size } = await stat(join(server.imagesDir, 'open/b.jpg'));
      const beyond = await original(url, { Range: `bytes=${size}-` });
      expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${size}`]);
      const whole = await original(url, { Range: 'bytes=0-1', 'If-Range': '"old"' });
      expect([whole.status, whole.body.length]).toEqual([200, size]);
      expect(whole.headers.get('accept-ranges')).toBe('bytes');
      const modified = whole.headers.get('last-modified') ?? '';
      expect((await original(url, { 'If-Modified-Since': modified })).status).toBe(304);
      const before = new Date(Date.parse(modified) - 1000).toUTCString();
      expect((await original(url, { 'If-Modified-Since': before })).status).toBe(200);
      const etag = whole.headers.get('etag') ?? '';
      const valid = await original(url, { Range: 'bytes=0-1', 'If-Range': etag });
      expect([valid.status, valid.body.length]).toEqual([206, 2]);
    });
  });
}
