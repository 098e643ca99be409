import type { Browser, CDPSession, Locator, Page } from '@playwright/test';
import { type OtherSite, openOtherSite, strictPolicy } from './other-site.ts';
import { signIn, unique } from './people.ts';
import { picture, storePictures } from './pictures.ts';

/** Makes a folder that visitors may see: `big.jpg` of 3000 x 2000 pixels and `p1.jpg`, `p2.jpg` … of 640 x 480. */
export async function makePictures(browser: Browser, server: string, small: number): Promise<string> {
  const folder = unique('modern');
  const context = await browser.newContext({ baseURL: server });
  const page = await context.newPage();
  await signIn(page);
  const files: Record<string, Buffer> = { 'big.jpg': await picture(0, 3000, 2000) };
  for (let number = 1; number <= small; number++) {
    // One after the other: each is drawn by all cores.
    // oxlint-disable-next-line no-await-in-loop
    files[`p${number}.jpg`] = await picture(number, 640, 480);
  }
  await storePictures(page.request, `/${folder}`, files);
  await context.close();
  return folder;
}

/**
 * Opens a page of another origin with elements in it, which may use scripts, pictures and answers of the server and
 * nothing inline. Events of the elements are collected as `[name, detail]`.
 */
export async function openModern(
  page: Page,
  server: string,
  body: string,
  { style = '', language = 'en' }: { style?: string; language?: string } = {},
): Promise<OtherSite & { events(name: string): Promise<any[]> }> {
  const heard: Array<[string, unknown]> = [];
  await page.exposeFunction('hear', (name: string, detail: unknown) => heard.push([name, detail]));
  const site = await openOtherSite(`<main><h1>Shop</h1>${body}</main>`, {
    policy: strictPolicy(server),
    style: `body { margin: 0; } ${style}`,
    head: `<script type="module" src="${server}/static/js/emulsion-viewers.js"></script>`,
    script: `
      if (${JSON.stringify(language)} === 'ar') document.documentElement.dir = 'rtl';
      for (const name of ['load', 'error', 'zoom', 'info', 'fullscreen', 'change', 'play']) {
        document.addEventListener('emulsion-' + name, (event) => hear(name, event.detail));
      }`,
  });
  await page.goto(site.address);
  return {
    ...site,
    events: async (name) => heard.filter(([each]) => each === name).map(([, detail]) => detail),
  };
}

/** Paths with queries that a page asks the server for, but for the module. */
export function requestsTo(page: Page, server: string): string[] {
  const paths: string[] = [];
  page.on('request', (request) => {
    const { origin, pathname, search } = new URL(request.url());
    if (origin === server && !pathname.startsWith('/static/')) paths.push(pathname + search);
  });
  return paths;
}

type Finger = { x: number; y: number };

/** Fingers on a screen, as the browser gets them from the system. Positions are parts of the element's sides. */
export async function fingersOn(page: Page, element: Locator) {
  const session: CDPSession = await page.context().newCDPSession(page);
  const touch = async (fingers: readonly Finger[]) => {
    const box = await element.boundingBox();
    if (!box) throw new Error('the element is not seen');
    return fingers.map(({ x, y }, id) => ({
      id,
      x: Math.round(box.x + x * box.width),
      y: Math.round(box.y + y * box.height),
    }));
  };
  const send = async (type: 'touchStart' | 'touchMove' | 'touchEnd', fingers: readonly Finger[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: await touch(fingers) });
  const between = (from: Finger, to: Finger, part: number): Finger => ({
    x: from.x + (to.x - from.x) * part,
    y: from.y + (to.y - from.y) * part,
  });
  return {
    /** Two taps, as fast as the browser takes them. */
    async doubleTap(at: Finger): Promise<void> {
      const touches = await touch([at]);
      const steps = [touches, [], touches, []];
      await Promise.all(
        steps.map((touchPoints) =>
          session.send('Input.dispatchTouchEvent', {
            type: touchPoints.length > 0 ? 'touchStart' : 'touchEnd',
            touchPoints,
          }),
        ),
      );
    },
    /** Moves fingers at the same time, each from one place to another. */
    async move(ways: ReadonlyArray<readonly [from: Finger, to: Finger]>, steps = 8): Promise<void> {
      await send(
        'touchStart',
        ways.map(([from]) => from),
      );
      for (let step = 1; step <= steps; step++) {
        // oxlint-disable-next-line no-await-in-loop
        await send(
          'touchMove',
          ways.map(([from, to]) => between(from, to, step / steps)),
        );
      }
      await send('touchEnd', []);
    },
  };
}
