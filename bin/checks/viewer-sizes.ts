import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { makeViewers } from '../viewers.ts';

/** Bytes, compressed, that a page may have to load for one script. */
const BUDGET = 40 * 1024;

/** Builds the viewers in memory and fails when one of the scripts that pages load has become too heavy. */
const files = await makeViewers(path.join(import.meta.dirname, '../..'));
const scripts = files.filter(({ path: place }) => /^js\/[\w-]+(?:\.min)?\.js$/.test(place));
for (const { path: place, content } of scripts) {
  const size = gzipSync(content, { level: 9 }).length;
  if (size <= BUDGET) continue;
  console.error(`${place}: ${size} bytes compressed, at most ${BUDGET} are allowed`);
  process.exitCode = 1;
}
console.log(`viewers: ${scripts.length} scripts`);
