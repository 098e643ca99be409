import { complaints, expectNoSidewaysScroll } from './testing/page-checks.ts';
import { signIn } from './testing/people.ts';
import { expect, type Page, test } from './testing/test.ts';

async function openReference(page: Page): Promise<void> {
  await signIn(page);
  await page.goto('/api/help/');
  await expect(page).toHaveTitle('API reference · Emulsion');
}

test('explains every operation to whoever is signed in, within its security policy', async ({ page }) => {
  test.slow();
  const heard = complaints(page);
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

for (const width of [320, 390]) {
  test(`fits a screen of ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    await openReference(page);
    await expectNoSidewaysScroll(page);
  });
}
