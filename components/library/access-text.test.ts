import { expect, test } from 'vitest';
import { accessText } from './access-text.ts';

test.each([
  [0, 'nothing here'],
  [10, 'view'],
  [40, 'view, download, edit, upload'],
  [70, 'do everything'],
])('level %i allows to %s', (level, text) => {
  expect(accessText(level)).toBe(text);
});
