import { test as base, type Page } from '@playwright/test';

export * from '@playwright/test';

/**
 * Resolves when all buttons of the page listen: a page of the server is seen before its scripts have taken it over, and a
 * click until then is lost. A person sees that and clicks again; a test waits. Pages without Next's scripts are ready.
 */
export async function listening(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    if (!document.querySelector('script[src*="/_next/"]')) return true;
    // Viewers for other pages bring buttons of their own.
    const isTaken = (button: Element) =>
      button.closest('.imageviewer, .gallery') !== null ||
      Object.keys(button).some((key) => key.startsWith('__reactProps$'));
    return document.readyState === 'complete' && [...document.querySelectorAll('button')].every(isTaken);
  });
}

/** Tests whose page listens as soon as it was opened. */
export const test = base.extend({
  page: async ({ page }, provide) => {
    const { goto, reload } = page;
    page.goto = async (...args) => {
      const answer = await goto.apply(page, args);
      await listening(page);
      return answer;
    };
    page.reload = async (...args) => {
      const answer = await reload.apply(page, args);
      await listening(page);
      return answer;
    };
    await provide(page);
  },
});
