import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** The rules of these that depend on the theme. */
const RULES_OF_COLOUR = ['color-contrast', 'link-in-text-block'];

/**
 * Fails when the page, as it is now, breaks a rule of WCAG 2.2 AA that axe can see.
 * @param rules `colours`: only those that another theme can break, for a page that was looked at in one
 */
export async function expectAccessible(page: Page, rules: 'all' | 'colours' = 'all'): Promise<void> {
  const axe = new AxeBuilder({ page });
  if (rules === 'all') axe.withTags(RULES);
  else axe.withRules(RULES_OF_COLOUR);
  const { violations } = await axe.analyze();
  const found = violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
  expect(found, page.url()).toEqual([]);
}

/** Fails when the page is wider than its window. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const { scroll, width } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    width: window.innerWidth,
  }));
  expect(scroll, page.url()).toBeLessThanOrEqual(width);
}

/** OpenSeadragon says so when a page is left while a picture is on its way. */
const LEFT_EARLY = /^Ignoring tile .* loaded before reset/;

/** Collects errors and warnings of the page's console; a good test ends with an empty list. */
export function complaints(page: Page): string[] {
  const heard: string[] = [];
  page.on('console', (message) => {
    const text = message.text();
    const isComplaint = message.type() === 'error' || message.type() === 'warning';
    if (isComplaint && !LEFT_EARLY.test(text)) heard.push(text);
  });
  page.on('pageerror', (error) => heard.push(error.message));
  return heard;
}
