import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'oxc-parser';

/** One import or re-export. `at` is the line; `kind` tells whether code or only types are taken. */
type Import = { specifier: string; at: number; kind: 'code' | 'type' | 'dynamic' };

export type SourceFile = {
  /** Relative to the root, with forward slashes. */
  file: string;
  imports: Import[];
  /** Lines that read process.env. */
  environment: number[];
};

const SKIPPED = new Set(['node_modules', 'public', 'docs', 'test-results', 'playwright-report', 'coverage']);

/** Every TypeScript file below the root except what is generated or installed. Throws on a syntax error. */
export function readSourceFiles(root: string): SourceFile[] {
  return listFiles(root, '').map((file) => parse(file, readFileSync(path.join(root, file), 'utf8')));
}

function listFiles(root: string, folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const place = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      const skipped = entry.name.startsWith('.') || SKIPPED.has(entry.name) || place === 'prisma/generated';
      return skipped ? [] : listFiles(root, place);
    }
    return /\.(ts|tsx|mts)$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [place] : [];
  });
}

function parse(file: string, code: string): SourceFile {
  const { module, comments, errors } = parseSync(file, code);
  const error = errors[0];
  if (error !== undefined) throw new Error(`${file}: ${error.message}`);
  const line = (offset: number) => code.slice(0, offset).split('\n').length;
  const imports: Import[] = module.staticImports.map((statement) => ({
    specifier: statement.moduleRequest.value,
    at: line(statement.start),
    kind: statement.entries.length > 0 && statement.entries.every((entry) => entry.isType) ? 'type' : 'code',
  }));
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest, isType, start } of entries) {
      if (moduleRequest === null) continue;
      imports.push({ specifier: moduleRequest.value, at: line(start), kind: isType ? 'type' : 'code' });
    }
  }
  for (const { moduleRequest, start } of module.dynamicImports) {
    const literal = /^['"`]([^'"`$]*)['"`]$/.exec(code.slice(moduleRequest.start, moduleRequest.end));
    if (literal?.[1] !== undefined) imports.push({ specifier: literal[1], at: line(start), kind: 'dynamic' });
  }
  let bare = code;
  for (const { start, end } of comments) {
    bare = bare.slice(0, start) + bare.slice(start, end).replace(/[^\n]/g, ' ') + bare.slice(end);
  }
  const environment = [...bare.matchAll(/\bprocess\s*(\?\.|\.|\[\s*['"`])\s*env\b/g)];
  return { file, imports, environment: environment.map((match) => line(match.index)) };
}
