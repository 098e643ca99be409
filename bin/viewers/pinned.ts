import { createHash } from 'node:crypto';
import type { StaticFile } from './scripts.ts';

/** Where the list of files is, below /static/. */
const MANIFEST = 'viewers.json';

type Entry = {
  /** Bytes as they are stored, not compressed. */
  bytes: number;
  /** Address below /static/ under which exactly this content stays. */
  pinned: string;
  /** For the `integrity` attribute. */
  integrity: string;
};

/**
 * A twin of each script and style sheet whose name tells its content (`js/canvas_view.min.0123456789.js`), so that it
 * may be kept for ever, and the list of all of them.
 */
export function pinFiles(files: readonly StaticFile[]): StaticFile[] {
  const list: Record<string, Entry> = {};
  const twins = files.flatMap((file) => {
    if (!/\.(?:js|css)$/.test(file.path)) return [];
    const digest = createHash('sha384').update(file.content).digest();
    const pinned = file.path.replace(/\.(\w+)$/, `.${digest.toString('hex').slice(0, 10)}.$1`);
    list[file.path] = {
      bytes: Buffer.byteLength(file.content),
      pinned,
      integrity: `sha384-${digest.toString('base64')}`,
    };
    return [{ path: pinned, content: file.content }];
  });
  return [...twins, { path: MANIFEST, content: `${JSON.stringify({ files: list }, null, 2)}\n` }];
}
