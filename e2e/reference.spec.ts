import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Signs in as playwright.config.ts lets us, and comes back to the reference. */
async function openReference(page: Page, path = '/api/help/'): Promise<void> {
  await page.goto(path);
  await expect(page).toHaveURL(/\/login\//);
  await page.getByLabel('Username').fill('admin');
  await page.getByLabel('Password').fill('end-to-end-tests');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveTitle('API reference · Emulsion');
}

test('explains every operation to whoever is signed in, within its security policy', async ({ page }) => {
  test.slow();
  const heard: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') heard.push(message.text());
  });
  page.on('pageerror', (error) => heard.push(error.message));
  await openReference(page);
  const answer = await page.goto('/api/help');
  expect(answer?.status()).toBe(200);
  expect(answer?.headers()['content-security-policy']).toMatch(/script-src 'self' 'nonce-/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The API');

  const description = await (await page.request.get('/api/v1/openapi.json')).json();
  const operations = Object.values<object>(description.paths).flatMap((path) => Object.values(path));
  expect(operations.length).toBeGreaterThan(50);
  const ids = await page.locator('h3').evaluateAll((headings) => headings.map(({ id }) => id));
  expect(ids).toEqual(expect.arrayContaining(operations.map(({ operationId }) => operationId)));
  await page.getByRole('navigation', { name: 'Contents' }).getByRole('link', { name: 'Store files' }).click();
  await expect(page.getByRole('heading', { name: 'Store files' })).toBeInViewport();
  expect(heard).toEqual([]);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`has no accessibility violation in the ${colorScheme} scheme`, async ({ page }) => {
    test.slow();
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await openReference(page);
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
}

for (const width of [320, 390]) {
  test(`fits a screen of ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    await openReference(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  });
}
