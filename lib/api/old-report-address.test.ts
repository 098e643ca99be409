import { expect, it } from 'vitest';
import { newReportAddress } from './old-report-address.ts';

it.each([
  ['top10', {}, '/reports/top/'],
  ['top10', { number: '10', data_type: '5', days: '1' }, '/reports/top/?measure=bytes&number=10&range=24h'],
  [
    'top10',
    { number: '30', data_type: '7', days: '9' },
    '/reports/top/?measure=max_seconds&number=50&range=30d',
  ],
  ['top10', { number: 'x', data_type: '99', days: ['7'] }, '/reports/top/?range=7d'],
  ['systemstats', { data_type: '100' }, '/reports/system/?measure=cpu'],
  [
    'systemstats',
    { from: '2026-05-01T00:00:00', to: '02/05/2026', data_type: '4' },
    '/reports/system/?from=2026-05-01&to=2026-05-02&measure=cached',
  ],
  ['imagestats', { id: '12', data_type: '8', embed: '1' }, '/reports/image/?id=12&measure=slowest'],
] as const)('%s %j leads to %s', (page, query, expected) => {
  expect(newReportAddress(page, query as Record<string, string>)).toBe(expected);
});
