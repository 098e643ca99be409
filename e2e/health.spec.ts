import { expect, test } from '@playwright/test';

test('the server says that it is alive and ready', async ({ request }) => {
  expect((await request.get('/healthz')).status()).toBe(200);
  const ready = await request.get('/readyz');
  expect(ready.status(), await ready.text()).toBe(200);
});
