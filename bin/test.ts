import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { prepareTests } from './prepare-tests.ts';
import { runTool } from './run-tool.ts';
import { type Counts, countBrowserTests, countUnitTests } from './testing/count-results.ts';

/**
 * The whole test run: checks, unit and integration tests, the production build, browser journeys. Later
 * steps run after earlier ones failed, so that one run shows everything. The last line says
 * `N passed, N failed`; a check or build that fails counts as one failure.
 */
const results = path.join(import.meta.dirname, '../test-results');
const unitReport = path.join(results, 'vitest.json');
const browserReport = path.join(results, 'playwright.json');
const summary = path.join(results, 'summary.txt');

type Step = {
  tool: string;
  args: string[];
  /** Reads the counts out of the report; steps without one only succeed or fail. */
  count?: () => Promise<Counts>;
};

const STEPS: readonly Step[] = [
  { tool: 'bin/check.ts', args: [] },
  {
    tool: 'vitest',
    args: ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`],
    count: async () => countUnitTests(await readFile(unitReport, 'utf8')),
  },
  { tool: 'bin/emulsion.ts', args: ['build'] },
  {
    tool: 'playwright',
    args: ['test'],
    count: async () => countBrowserTests(await readFile(browserReport, 'utf8')),
  },
];

await rm(results, { recursive: true, force: true });
await mkdir(results, { recursive: true });
prepareTests();
const total: Counts = { passed: 0, failed: 0 };
for (const step of STEPS) {
  const { passed, failed } = await run(step);
  total.passed += passed;
  total.failed += failed;
}
const line = `${total.passed} passed, ${total.failed} failed`;
await writeFile(summary, `${line}\n`);
console.log(line);
if (total.failed > 0) process.exitCode = 1;

async function run({ tool, args, count }: Step): Promise<Counts> {
  const code = await runTool(tool, args);
  const none: Counts = { passed: 0, failed: 0 };
  const counts = count === undefined ? none : await count().catch(() => none);
  // A step can fail beside its tests: no report, an error between tests, a server that did not start.
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}
