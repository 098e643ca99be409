import { generateClient } from './generate.ts';
import { runTool } from './run-tool.ts';

/** Everything that can be said about the code without running it. All checks run, also after one failed. */
const CHECKS: readonly [name: string, tool: string, args: string[]][] = [
  ['format', 'biome', ['check', '.']],
  ['lint', 'oxlint', ['--type-aware']],
  // An incremental run has been seen to keep errors that package.json had caused and no longer did.
  ['types', 'tsc', ['--noEmit', '--incremental', 'false']],
  ['imports', 'bin/checks/imports.ts', []],
  ['unused', 'knip', []],
  ['viewers', 'bin/checks/viewer-sizes.ts', []],
];

await generateClient();
const failed: string[] = [];
for (const [name, tool, args] of CHECKS) {
  if ((await runTool(tool, args)) !== 0) failed.push(name);
}
if (failed.length > 0) {
  console.error(`check: failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
