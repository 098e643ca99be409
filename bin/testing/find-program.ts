import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** Where programs are installed that a bare PATH leaves out. */
const USUAL_FOLDERS = ['/usr/local/bin', '/usr/bin', '/usr/sbin', '/bin', '/opt/homebrew/bin', '/snap/bin'];

/** The full path of the first of these programs that is installed. */
export function findProgram(...names: string[]): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), ...USUAL_FOLDERS];
  for (const name of names) {
    for (const folder of folders) {
      const file = path.join(folder, name);
      if (folder !== '' && isExecutable(file)) return file;
    }
  }
  return undefined;
}

/**
 * The browser for end-to-end tests: CHROMIUM_PATH, else the system's, without a window of its own where that is offered,
 * as it needs a third less time. Undefined: Playwright's own, if it is there.
 */
export function findChromium(): string | undefined {
  return (
    process.env.CHROMIUM_PATH ??
    findProgram('chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome')
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
