import { z } from 'zod';

export type Counts = { passed: number; failed: number };

const unitReport = z.object({ numPassedTests: z.number(), numFailedTests: z.number() });
const browserReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
});

/** Counts in a JSON report of vitest. Throws when it is not one. */
export function countUnitTests(report: string): Counts {
  const { numPassedTests, numFailedTests } = unitReport.parse(JSON.parse(report));
  return { passed: numPassedTests, failed: numFailedTests };
}

/** Counts in a JSON report of Playwright; a test that passed only when repeated counts as failed. */
export function countBrowserTests(report: string): Counts {
  const { expected, unexpected, flaky } = browserReport.parse(JSON.parse(report)).stats;
  return { passed: expected, failed: unexpected + flaky };
}
