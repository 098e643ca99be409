import { expect, test } from 'vitest';
import { countBrowserTests, countUnitTests } from './count-results.ts';

test('counts of vitest', () => {
  const report = { numTotalTests: 5, numPassedTests: 3, numFailedTests: 2, success: false };
  expect(countUnitTests(JSON.stringify(report))).toEqual({ passed: 3, failed: 2 });
});

test('counts of Playwright', () => {
  const stats = { expected: 4, unexpected: 1, flaky: 2, skipped: 1 };
  expect(countBrowserTests(JSON.stringify({ suites: [], stats }))).toEqual({ passed: 4, failed: 3 });
});

test.each(['', '{}', '{"stats":{}}'])('a broken report is no report: %s', (report) => {
  expect(() => countUnitTests(report)).toThrow(Error);
  expect(() => countBrowserTests(report)).toThrow(Error);
});
