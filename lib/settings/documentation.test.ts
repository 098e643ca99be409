import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { renderConfigurationPage, renderEnvExample, settingsDocs } from './documentation.ts';
import { loadSettings } from './settings.ts';

const root = new URL('../../', import.meta.url);

test.each([
  ['docs/configuration.md', renderConfigurationPage],
  ['.env.example', renderEnvExample],
])('%s is what `npm run docs` writes', (file, render) => {
  expect(readFileSync(new URL(file, root), 'utf8')).toBe(render());
});

test('an uncommented .env.example changes no setting', () => {
  const env: Record<string, string> = {};
  for (const line of renderEnvExample().split('\n')) {
    const match = /^#([A-Z_]+)=(.*)$/.exec(line);
    if (match?.[1] !== undefined) env[match[1]] = match[2] ?? '';
  }
  expect(Object.keys(env)).toEqual(settingsDocs.map((doc) => doc.name));
  expect(loadSettings(env as NodeJS.ProcessEnv)).toEqual(loadSettings({} as NodeJS.ProcessEnv));
});
