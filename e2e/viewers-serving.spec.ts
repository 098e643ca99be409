import { expect, test } from '@playwright/test';
import { signIn } from './testing/people.ts';

/** Files of the viewers as pages of other sites load them, without a session. */
test.use({ storageState: { cookies: [], origins: [] } });

type Manifest = { files: Record<string, { bytes: number; pinned: string; integrity: string }> };

test('scripts are kept for a week, asked for again with their tag, and open to every origin', async ({
  request,
}) => {
  const answer = await request.get('/static/js/emulsion-viewers.js');
  expect(answer.status()).toBe(200);
  const headers = answer.headers();
  expect(headers).toMatchObject({
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': 'public, max-age=604800',
    'content-type': expect.stringContaining('javascript'),
    'content-encoding': 'gzip',
  });
  for (const name of ['content-security-policy', 'x-frame-options', 'set-cookie']) {
    expect(headers[name], name).toBeUndefined();
  }
  const again = await request.get('/static/js/emulsion-viewers.js', {
    headers: { 'If-None-Match': headers.etag ?? '' },
  });
  expect(again.status()).toBe(304);
});

test('what stands for pictures to come is a picture', async ({ request }) => {
  const spacer = await request.get('/static/images/spacer.png');
  expect([spacer.status(), spacer.headers()['content-type'], spacer.headers()['cache-control']]).toEqual([
    200,
    'image/png',
    'public, max-age=604800',
  ]);
});

test('pages of the time before QIS 2.6 find the framework they ask for', async ({ request }) => {
  expect((await request.get('/static/js/mootools_yc.js')).status()).toBe(200);
});

test('every pinned file is there, is kept for ever and is what the list says', async ({ request }) => {
  const { files } = (await (await request.get('/static/viewers.json')).json()) as Manifest;
  expect(Object.keys(files)).toContain('js/emulsion-viewers.js');
  for (const [name, { bytes, pinned, integrity }] of Object.entries(files)) {
    const answer = await request.get(`/static/${pinned}`);
    expect(answer.status(), pinned).toBe(200);
    expect(answer.headers()['cache-control'], pinned).toBe('public, max-age=31536000, immutable');
    const body = await answer.body();
    expect(body.length, pinned).toBe(bytes);
    expect(await digest(body), pinned).toBe(integrity);
    expect(body.equals(await (await request.get(`/static/${name}`)).body()), name).toBe(true);
  }
});

test('a pinned name of an earlier version leads to the file of this one', async ({ request }) => {
  const moved = await request.get('/static/js/emulsion-viewers.0123456789.js', { maxRedirects: 0 });
  expect(moved.status()).toBe(302);
  expect(moved.headers()).toMatchObject({
    location: 'emulsion-viewers.js',
    'cache-control': 'public, max-age=300',
    'access-control-allow-origin': '*',
  });
  const followed = await request.get('/static/js/emulsion-viewers.0123456789.js');
  expect([followed.status(), followed.headers()['content-type']]).toEqual([
    200,
    expect.stringContaining('javascript'),
  ]);
  for (const missing of ['js/nothing.js', 'js/emulsion-viewers.js.0123456789.png', 'nothing']) {
    const answer = await request.get(`/static/${missing}`, { maxRedirects: 0 });
    expect([answer.status(), answer.headers()['cache-control']], missing).toEqual([
      404,
      'public, max-age=300',
    ]);
  }
});

test('an address of a picture tells other sites how it is shown', async ({ request, page }) => {
  const { origin } = new URL((await request.get('/healthz')).url());
  const url = `${origin}/image?src=samples/coast.jpg&width=600`;
  const answer = await request.get('/oembed', { params: { url, maxwidth: 300 } });
  expect(answer.status()).toBe(200);
  expect(answer.headers()['access-control-allow-origin']).toBe('*');
  const found = await answer.json();
  expect(found).toMatchObject({ type: 'photo', width: 300, height: 200 });
  expect((await request.get(found.url)).status()).toBe(200);
  expect((await request.get('/oembed', { params: { url: 'https://elsewhere.example/' } })).status()).toBe(
    404,
  );
  expect((await request.get('/oembed', { params: { url, format: 'yaml' } })).status()).toBe(501);

  await signIn(page);
  await page.goto('/details/?src=samples/coast.jpg');
  const link = page.locator('link[rel="alternate"][type="application/json+oembed"]');
  const described = await page.request.get((await link.getAttribute('href')) ?? '');
  expect(await described.json()).toMatchObject({ type: 'photo', width: 2400, height: 1600 });
});

async function digest(body: Buffer): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-384', new Uint8Array(body));
  return `sha384-${Buffer.from(hash).toString('base64')}`;
}
