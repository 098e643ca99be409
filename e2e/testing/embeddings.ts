import { type Page, test } from '@playwright/test';
import { openOtherSite, strictPolicy } from './other-site.ts';
import { signIn, unique } from './people.ts';
import { picture, storePictures } from './pictures.ts';

/** Folder of the pictures that the pages show, without a slash in front; another one in each process of the tests. */
export const EMBEDDED_FOLDER = unique('embeds');
export const EMBEDDED_NAMES = ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'];

/** Path of one of the pictures as an address has it. */
export const embeddedSrc = (name: string) => `${EMBEDDED_FOLDER}%2F${name}`;

let stored: Promise<void> | undefined;
const closing: Array<() => void> = [];

/** For a file of tests that embed viewers: stores their pictures before its tests and closes their sites after each. */
export function setUpEmbeddings(): void {
  test.beforeAll(async ({ request }) => {
    stored ??= (async () => {
      await signIn({ request });
      const files = EMBEDDED_NAMES.map(
        async (name, index) => [name, await picture(index + 1, 1600, 1200)] as const,
      );
      await storePictures(request, `/${EMBEDDED_FOLDER}`, Object.fromEntries(await Promise.all(files)));
    })();
    await stored;
  });
  test.afterEach(() => {
    for (const close of closing.splice(0)) close();
  });
}

export type Embedding = {
  /** Scripts by their file names without endings; style sheets go with them. */
  viewers: string[];
  style?: string;
  body: string;
  script: string;
};

/** Opens a page of another origin; gives what it asks of the server, besides scripts and style sheets, as it goes on. */
export async function embed(
  page: Page,
  server: string | undefined,
  { viewers, style, body, script }: Embedding,
) {
  if (server === undefined) throw new Error('the tests know no server');
  const asked: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (url.startsWith(server) && !/\.(?:js|css)$/.test(url)) asked.push(url.slice(server.length));
  });
  const sheets = viewers.flatMap((name) => /^(?:canvas|gallery|simple)_view/.exec(name)?.[0] ?? []);
  const head = [
    ...sheets.map((name) => `<link rel="stylesheet" href="${server}/static/styles/${name}.css">`),
    ...viewers.map((name) => `<script src="${server}/static/js/${name}.js"></script>`),
  ].join('');
  const site = await openOtherSite(body.replaceAll('SERVER', server), {
    head,
    style: style ?? '',
    script: `var SERVER = '${server}', FOLDER = '${EMBEDDED_FOLDER}', told = [];\n${script}`,
    policy: strictPolicy(server),
  });
  closing.push(site.close);
  await page.goto(site.address);
  return asked;
}

/** What the page's own script has noted. */
export const told = (page: Page) => page.evaluate<unknown[]>('told');
