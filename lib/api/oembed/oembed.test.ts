import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { provideServices } from '#lib/boot/services.ts';
import { type ApiServer, startApiServer } from '../testing/api-server.ts';
import { photograph, save } from '../testing/originals.ts';
import { answerOembed } from './answer.ts';

let server: ApiServer;
const HOST = 'img.example.org';

beforeAll(async () => {
  server = await startApiServer({}, async (folder) => {
    await mkdir(join(folder, 'shop'));
    await mkdir(join(folder, 'closed'));
    await save(folder, 'shop/blue & red.jpg', photograph(1200, 800));
    await save(folder, 'shop/print.tif', photograph(30, 20).toFormat('tiff'));
    await save(folder, 'closed/a.jpg', photograph(300, 200));
  });
  provideServices(Promise.resolve(server.services));
  const { admin: token } = server;
  const { data: folder } = await server.call('GET', '/api/v1/admin/filesystem/folders/?path=/closed', {
    token,
  });
  const form = { group_id: '1', folder_id: String(folder.id), access: '0' };
  expect((await server.call('POST', '/api/v1/admin/permissions/', { token, form })).status).toBe(200);
});

afterAll(() => server?.stop());

function ask(query: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
  return answerOembed(
    new Request(`http://${HOST}/oembed?${new URLSearchParams(query)}`, {
      headers: { host: HOST, ...headers },
    }),
  );
}

const picture = (query = '') => `https://${HOST}/image?src=shop/blue%20%26%20red.jpg${query}`;

describe('pictures', () => {
  it.each([
    ['as it is', picture(), {}, 'shop/blue%20%26%20red.jpg', 1200, 800],
    ['in its own size', picture('&width=600&quality=60'), {}, '&quality=60&width=600', 600, 400],
    ['within a width', picture('&width=600'), { maxwidth: '300' }, '&width=300', 300, 200],
    ['within a height', picture(), { maxheight: '100' }, '&width=150', 150, 100],
    [
      'no larger than it is',
      picture('&width=600'),
      { maxwidth: '5000', maxheight: '5000' },
      '&width=600',
      600,
      400,
    ],
    [
      'cut to a shape',
      picture('&width=500&height=500&gravity=smart'),
      { maxwidth: '200' },
      '&width=200&height=200&gravity=smart',
      200,
      200,
    ],
    [
      'by its page',
      `http://${HOST}/details/?src=shop/blue+%26+red.jpg`,
      { maxwidth: '120' },
      '&width=120',
      120,
      80,
    ],
    ['by its original', `http://${HOST}/original?src=/shop/blue+%26+red.jpg&attach=1`, {}, '.jpg', 1200, 800],
  ] as const)('%s', async (_name, url, more, end, width, height) => {
    const answer = await ask({ url, ...more });
    expect(answer.status).toBe(200);
    const found = await answer.json();
    expect(found).toMatchObject({
      version: '1.0',
      type: 'photo',
      title: 'blue & red.jpg',
      provider_name: 'Emulsion',
      provider_url: `http://${HOST}/`,
      width,
      height,
      thumbnail_width: Math.min(320, width),
    });
    expect(found.url).toMatch(new RegExp(`^http://${HOST}/image\\?src=shop/blue%20%26%20red\\.jpg`));
    expect(found.url.endsWith(end)).toBe(true);
    // What it says of the picture is true.
    const drawn = await server.get(found.url.slice(`http://${HOST}`.length));
    const size = await sharp(drawn.body).metadata();
    expect([size.width, size.height]).toEqual([width, height]);
  });

  it('of a file that browsers do not show names a format', async () => {
    const { url } = await (await ask({ url: `https://${HOST}/image?src=shop/print.tif` })).json();
    expect(url).toMatch(/src=shop\/print\.tif&format=auto$/);
  });

  it('answers as XML, and to pages of any origin', async () => {
    const answer = await ask({ url: picture('&width=600'), format: 'xml' });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/xml; charset=utf-8',
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=300',
    });
    const text = await answer.text();
    expect(text).toMatch(/^<\?xml version="1\.0" encoding="utf-8" standalone="yes"\?>\n<oembed>/);
    expect(text).toContain('<title>blue &amp; red.jpg</title>');
    expect(text).toContain('%20red.jpg&amp;width=600</url><width>600</width>');
  });

  it.each([
    ['of another server', 404, { url: 'https://elsewhere.example/image?src=shop/a.jpg' }],
    ['that is none', 404, { url: 'nonsense' }],
    ['of another scheme', 404, { url: `ftp://${HOST}/image?src=shop/a.jpg` }],
    ['of a page about no picture', 404, { url: `https://${HOST}/list/?path=/shop` }],
    ['of a file that is not there', 404, { url: `https://${HOST}/image?src=shop/none.jpg` }],
    ['of a file that is no picture', 404, { url: `https://${HOST}/image?src=shop/notes.txt` }],
    ['of what not everybody may see', 401, { url: `https://${HOST}/image?src=closed/a.jpg` }],
    ['of what is hidden, there or not', 401, { url: `https://${HOST}/image?src=closed/none.jpg` }],
    ['of no picture', 400, { url: `https://${HOST}/image?src=` }],
    ['with an unknown template', 400, { url: picture('&tmp=none') }],
    ['with a wrong limit', 400, { url: picture(), maxwidth: '-1' }],
    ['with a limit of nothing', 400, { url: picture(), maxheight: '0' }],
    ['in another format', 501, { url: picture(), format: 'yaml' }],
    ['that is missing', 400, {}],
  ] as const)('an address %s is answered with %i', async (_name, status, query) => {
    const answer = await ask(query);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([status, 'no-store']);
    expect((await answer.text()).length).toBeGreaterThan(5);
  });

  it('shows more to who may see more, and lets nobody keep that', async () => {
    const authorization = `Basic ${Buffer.from(`${server.admin}:`).toString('base64')}`;
    const answer = await ask({ url: `https://${HOST}/image?src=closed/a.jpg` }, { authorization });
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'private, no-store']);
  });
});

describe('portfolios', () => {
  const make = (name: string, publicAccess: number) =>
    server.call('POST', '/api/v1/portfolios/', {
      token: server.admin,
      form: {
        human_id: name,
        name: `"Spring" & ${name}`,
        description: '',
        internal_access: '0',
        public_access: String(publicAccess),
      },
    });

  it('are galleries of the custom elements', async () => {
    expect((await make('spring 26', 10)).status).toBe(200);
    const answer = await ask({ url: `https://${HOST}/portfolios/spring%2026/`, maxwidth: '500' });
    expect(await answer.json()).toMatchObject({
      type: 'rich',
      title: '"Spring" & spring 26',
      width: 500,
      height: 600,
      html:
        `<script type="module" src="http://${HOST}/static/js/emulsion-viewers.js"></script>` +
        `<emulsion-gallery server="http://${HOST}/" portfolio="spring 26" label="&quot;Spring&quot; &amp; spring 26" width="500" height="600"></emulsion-gallery>`,
    });
  });

  it('are kept from who may not see them', async () => {
    expect((await make('secret', 0)).status).toBe(200);
    expect((await ask({ url: `https://${HOST}/portfolios/secret/` })).status).toBe(401);
    expect((await ask({ url: `https://${HOST}/portfolios/none/` })).status).toBe(404);
  });
});
