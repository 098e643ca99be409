import { type Preferences, THEME_COOKIE } from '#lib/contracts/preferences.ts';

const YEAR = 31_536_000;

/** Shows the page in a theme, and the next pages of this browser from their first byte. */
export function applyTheme(theme: Preferences['theme']): void {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
  // cookieStore is not offered on plain HTTP.
  // oxlint-disable-next-line unicorn/no-document-cookie
  document.cookie = `${THEME_COOKIE}=${theme}; Path=/; Max-Age=${YEAR}; SameSite=Lax`;
}
