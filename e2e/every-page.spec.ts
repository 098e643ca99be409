import { complaints, expectAccessible, expectNoSidewaysScroll } from './testing/page-checks.ts';
import { signIn } from './testing/people.ts';
import { prepareRoutes, type Route } from './testing/routes.ts';
import { expect, type Page, test } from './testing/test.ts';

let routes: Route[] = [];

test.beforeAll(async ({ request }) => {
  await signIn({ request });
  routes = await prepareRoutes(request);
});

/** Opens each page in turn, as the person who may see it, and hands it over once it shows what it is for. */
async function visitAll(page: Page, look: (route: Route) => Promise<void>): Promise<void> {
  const inTurn = routes.toSorted((a, b) => Number(b.anonymous ?? false) - Number(a.anonymous ?? false));
  let signedIn = false;
  for (const route of inTurn) {
    if (!signedIn && !route.anonymous) {
      await signIn(page);
      signedIn = true;
    }
    await test.step(route.name, async () => {
      const answer = await page.goto(route.path);
      expect(answer?.status(), route.path).toBe(route.status ?? 200);
      await expect(page.getByText(route.shows).filter({ visible: true }).first()).toBeVisible();
      await look(route);
    });
  }
}

/** The colours of the dark theme are the same at every width. */
const LOOKS = [
  { width: 1440, themes: ['light', 'dark'] },
  { width: 390, themes: ['light'] },
] as const;

for (const { width, themes } of LOOKS) {
  test(`no page breaks a rule of WCAG 2.2 AA in ${themes.join(' and ')}, at ${width} px`, async ({
    page,
  }) => {
    test.setTimeout(600_000);
    await page.setViewportSize({ width, height: 900 });
    await visitAll(page, async () => {
      for (const colorScheme of themes) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await expectAccessible(page, colorScheme === 'light' ? 'all' : 'colours');
      }
    });
  });
}

test('no page scrolls sideways at 320 pixels, and none complains in the console', async ({ page }) => {
  test.setTimeout(180_000);
  const heard = complaints(page);
  await page.setViewportSize({ width: 320, height: 700 });
  await visitAll(page, async (route) => {
    await expectNoSidewaysScroll(page);
    // The browser tells of answers with these statuses by itself.
    const unexpected = heard.filter((text) => !/status of 40[34]/.test(text));
    expect(unexpected, route.path).toEqual([]);
    heard.length = 0;
  });
});
