import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkImports } from './imports.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'emulsion-imports-'));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Writes files; those that are only imported come into being empty. */
function check(files: Record<string, string>, targets: string[] = []): string[] {
  const all = { ...Object.fromEntries(targets.map((file) => [file, 'export {};'])), ...files };
  for (const [file, code] of Object.entries(all)) {
    const place = path.join(root, file);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, code);
  }
  return checkImports(root).problems;
}

test.each([
  ['a lower floor', 'lib/cache/a.ts', '#lib/settings/b.ts'],
  ['the same module', 'lib/cache/a.ts', './b.ts'],
  ['the ground floor from the top', 'lib/api/a.ts', '#lib/errors/b.ts'],
  ['anything from app', 'app/image/route.ts', '#lib/boot/b.ts'],
  ['components from app', 'app/page.tsx', '../components/home/b.tsx'],
  ['anything from the server', 'server.ts', './lib/boot/b.ts'],
  ['browser modules from components', 'components/home/a.tsx', '#lib/transform/b.ts'],
  ['shared components', 'components/home/a.tsx', '../ui/b.tsx'],
  ['anything from a test', 'lib/errors/a.test.ts', '#lib/boot/b.ts'],
  ['test code from a test', 'lib/errors/a.test.ts', './testing/b.ts'],
  ['anything from a tool', 'bin/a.ts', '#lib/boot/b.ts'],
  ['the generated client from a store', 'lib/catalog/store.ts', '../../prisma/generated/client.ts'],
  ['the generated client from lib/db', 'lib/db/a.ts', '../../prisma/generated/client.ts'],
  ['viewers from viewers', 'viewers/compat/a.ts', '../core/b.ts'],
  ['viewers from a tool', 'bin/a.ts', '../viewers/core/b.ts'],
  ['packages', 'lib/errors/a.ts', 'node:fs'],
])('%s may be imported', (_name, file, specifier) => {
  const target = path.posix.join(
    specifier.startsWith('#') ? '' : path.posix.dirname(file),
    specifier.replace(/^#/, ''),
  );
  expect(check({ [file]: `import '${specifier}';` }, specifier.startsWith('node:') ? [] : [target])).toEqual(
    [],
  );
});

test.each([
  ['a higher floor', 'lib/settings/a.ts', '#lib/cache/b.ts', /floor 4.*floor 5/],
  ['another module of the same floor', 'lib/imaging/a.ts', '#lib/cache/b.ts', /floor 5.*floor 5/],
  ['a higher floor by a relative path', 'lib/settings/a.ts', '../cache/b.ts', /floor 4.*floor 5/],
  ['a module without a floor', 'lib/api/a.ts', '#lib/novelty/b.ts', /lib\/novelty has no floor/],
  ['app from lib', 'lib/api/a.ts', '../../app/b.ts', /lib may not use app/],
  ['the database from components', 'components/home/a.tsx', '#lib/db/b.ts', /may use only lib/],
  ['another feature', 'components/home/a.tsx', '../viewer/b.tsx', /may not use the feature/],
  ['app from components', 'components/home/a.tsx', '../../app/b.ts', /may not use app/],
  ['anything of lib from viewers', 'viewers/core/a.ts', '#lib/format/b.ts', /may use only viewers/],
  ['viewers from components', 'components/home/a.tsx', '../../viewers/core/b.ts', /loaded by pages/],
  ['test code from code', 'lib/cache/a.ts', './testing/b.ts', /only tests/],
  ['the generated client', 'lib/catalog/catalog.ts', '../../prisma/generated/client.ts', /store\.ts/],
  ['Prisma packages', 'lib/catalog/catalog.ts', '@prisma/adapter-pg', /store\.ts/],
])('%s may not be imported', (_name, file, specifier, message) => {
  const target = path.posix.join(
    specifier.startsWith('#') ? '' : path.posix.dirname(file),
    specifier.replace(/^#/, ''),
  );
  const targets = specifier.startsWith('@') ? [] : [target];
  for (const code of [
    `import '${specifier}';`,
    `import type { X } from '${specifier}';`,
    `export * from '${specifier}';`,
    `await import('${specifier}');`,
  ]) {
    const problems = check({ [file]: `\n${code}` }, targets);
    expect(problems, code).toHaveLength(1);
    expect(problems[0]).toMatch(message);
    expect(problems[0]).toMatch(new RegExp(`^${file}:2: `));
  }
});

test('a missing file and a specifier without extension are reported', () => {
  const problems = check({ 'lib/cache/a.ts': "import './gone.ts';\nimport './b';" }, ['lib/cache/b.ts']);
  expect(problems).toEqual([
    expect.stringContaining('no file lib/cache/gone.ts'),
    expect.stringContaining('no file lib/cache/b '),
  ]);
});

test('circles of code are reported once, circles of types are not', () => {
  const circle = {
    'lib/cache/a.ts': "import './b.ts';",
    'lib/cache/b.ts': "import { c } from './c.ts';",
    'lib/cache/c.ts': "export * from './a.ts';",
  };
  const problems = check(circle);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain('lib/cache/a.ts -> lib/cache/b.ts -> lib/cache/c.ts -> lib/cache/a.ts');
  expect(check({ ...circle, 'lib/cache/c.ts': "import type { A } from './a.ts';" })).toEqual([]);
});

test.each([
  ['lib/cache/a.ts', 'const a = process.env.PORT;', 1],
  ['lib/cache/a.ts', "const a = process['env'];", 1],
  ['app/page.tsx', 'export default () => <p>{process.env.PORT}</p>;', 1],
  ['lib/cache/a.ts', '// not process.env\n/* process.env */', 0],
  ['lib/settings/a.ts', 'const a = process.env.PORT;', 0],
  ['lib/cache/a.test.ts', 'const a = process.env.PORT;', 0],
  ['bin/a.ts', 'const a = process.env.PORT;', 0],
  ['next.config.ts', 'const a = process.env.PORT;', 0],
])('reading the environment in %s: %s', (file, code, count) => {
  expect(check({ [file]: code })).toHaveLength(count);
});

test.each(['index.ts', 'utils.ts', 'helpers.tsx', 'manager.ts', 'data.ts', 'item.tsx', 'string-utils.ts'])(
  'a file may not be called %s',
  (name) => {
    expect(check({ [`lib/cache/${name}`]: '' })).toEqual([
      `lib/cache/${name}:1: ${name} says nothing about its purpose`,
    ]);
  },
);

test.each(['metadata.ts', 'database.ts', 'items-of-a-page.ts'])('a file may be called %s', (name) => {
  expect(check({ [`lib/cache/${name}`]: '' })).toEqual([]);
});

test('finding nothing to check is a failure', () => {
  expect(() => check({})).toThrow(/no TypeScript files/);
});

test('what cannot be parsed is a failure', () => {
  expect(() => check({ 'lib/cache/a.ts': 'const = ;' })).toThrow(/lib\/cache\/a\.ts: /);
});
