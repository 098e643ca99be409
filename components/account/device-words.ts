const BROWSERS: ReadonlyArray<readonly [pattern: RegExp, name: string]> = [
  [/\bEdgA?\//, 'Edge'],
  [/\b(OPR|Opera)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bVersion\/[\d.]+.* Safari\//, 'Safari'],
  [/^curl\//, 'curl'],
];

const SYSTEMS: ReadonlyArray<readonly [pattern: RegExp, name: string, hand: boolean]> = [
  [/\biPhone\b/, 'iPhone', true],
  [/\biPad\b/, 'iPad', true],
  [/\bAndroid\b/, 'Android', true],
  [/\bWindows\b/, 'Windows', false],
  [/\b(Macintosh|Mac OS X)\b/, 'macOS', false],
  [/\bCrOS\b/, 'ChromeOS', false],
  [/\b(Linux|X11)\b/, 'Linux', false],
];

const LONGEST = 60;

/**
 * What people call the device of a session, by its User-Agent: `Firefox on Windows`. `hand` tells whether it is one that
 * is held in the hand.
 */
export function deviceWords(userAgent: string): { words: string; hand: boolean } {
  const browser = BROWSERS.find(([pattern]) => pattern.test(userAgent))?.[1];
  const [, system, hand = false] = SYSTEMS.find(([pattern]) => pattern.test(userAgent)) ?? [];
  if (browser && system) return { words: `${browser} on ${system}`, hand };
  const known = browser ?? (system && `A program on ${system}`);
  if (known) return { words: known, hand };
  const name = userAgent.trim().slice(0, LONGEST);
  return { words: name === '' ? 'An unknown program' : name, hand: false };
}
