import { existsSync } from 'node:fs';
import path from 'node:path';
import { readSourceFiles, type SourceFile } from './source-files.ts';

/** The modules of lib from the ground up. A module imports only from floors below its own. */
const FLOORS: readonly (readonly string[])[] = [
  ['errors'],
  ['paths', 'format'],
  ['transform', 'contracts'],
  ['publisher'],
  ['settings', 'log', 'db'],
  ['storage', 'imaging', 'cache', 'tasks', 'stats', 'samples', 'audit'],
  ['identity', 'permissions'],
  ['catalog', 'templates'],
  ['delivery', 'reports'],
  ['portfolios'],
  ['jobs'],
  ['boot'],
  ['api'],
];
/** What runs in a browser may use of lib. */
const BROWSER_MODULES = ['format', 'transform', 'contracts', 'publisher'];
/** Folders of components that every feature may use. */
const SHARED_COMPONENTS = ['ui', 'client', 'pickers'];
/** Folders outside the house: they run it, measure it or test it, and may use every part. */
const TOOLS = /^((bin|bench|e2e)\/|[^/]+\.config\.(ts|mts)$)/;
const TEST = /\.test\.tsx?$|\/testing\//;
const FORBIDDEN_NAMES =
  /^(index|utils?|helpers?|managers?|data|items?|.+-(utils?|helpers?|managers?))\.tsx?$/;
/** NEXT_RUNTIME, which instrumentation.ts asks for, is how Next tells where it runs, not a setting. */
const READS_ENVIRONMENT = /^(lib\/settings\/|instrumentation\.ts$)/;

type Edge = { target: string; at: number; specifier: string; kind: 'code' | 'type' | 'dynamic' };

/** Every breach of the house rules on imports and names, each as `file:line: what is wrong`. */
export function checkImports(root: string): { files: number; problems: string[] } {
  const sources = readSourceFiles(root);
  if (sources.length === 0) throw new Error(`no TypeScript files were found below ${root}`);
  const problems: string[] = [];
  const graph = new Map<string, string[]>();
  for (const source of sources) {
    const report = (at: number, text: string) => problems.push(`${source.file}:${at}: ${text}`);
    const edges = resolveAll(root, source, report);
    graph.set(
      source.file,
      edges.filter((edge) => edge.kind === 'code').map((edge) => edge.target),
    );
    const name = path.posix.basename(source.file);
    if (FORBIDDEN_NAMES.test(name)) report(1, `${name} says nothing about its purpose`);
    if (TEST.test(source.file) || TOOLS.test(source.file)) continue;
    for (const at of READS_ENVIRONMENT.test(source.file) ? [] : source.environment) {
      report(at, 'only lib/settings reads process.env');
    }
    for (const edge of edges) {
      const complaint = judge(source.file, edge.target);
      if (complaint !== undefined) report(edge.at, `${complaint} (${edge.specifier})`);
    }
    for (const { specifier, at } of source.imports) {
      if (specifier.startsWith('@prisma/') && !ownsTables(source.file)) {
        report(at, `Prisma is used only in lib/db and store.ts files (${specifier})`);
      }
    }
  }
  return { files: sources.length, problems: [...problems, ...findCircles(graph)] };
}

function resolveAll(root: string, source: SourceFile, report: (at: number, text: string) => void): Edge[] {
  return source.imports.flatMap(({ specifier, at, kind }) => {
    let target: string;
    if (specifier.startsWith('#lib/')) target = specifier.slice(1);
    else if (specifier.startsWith('.')) {
      target = path.posix.join(path.posix.dirname(source.file), specifier);
    } else return [];
    const generated = target.startsWith('prisma/generated/') || target.startsWith('.next/');
    if (!generated && !existsSync(path.join(root, target))) {
      report(at, `there is no file ${target} (write specifiers with their extension)`);
    }
    return [{ target, at, specifier, kind }];
  });
}

/** What is wrong with `file` importing `target`, both relative to the root; undefined when nothing is. */
function judge(file: string, target: string): string | undefined {
  if (TEST.test(target)) return 'only tests use test code';
  // Other people's sites load the viewers: nothing of ours goes in by accident, and nothing of ours waits for them.
  if (file.startsWith('viewers/') !== target.startsWith('viewers/')) {
    return file.startsWith('viewers/')
      ? 'viewers may use only viewers'
      : 'viewers are loaded by pages, not imported';
  }
  if (target.startsWith('prisma/generated/') && !ownsTables(file)) {
    return 'Prisma is used only in lib/db and store.ts files';
  }
  const [top = '', module = ''] = file.split('/');
  const [targetTop = '', targetModule = ''] = target.split('/');
  if (top === 'lib') return judgeModule(module, targetTop, targetModule);
  if (top === 'components') {
    if (targetTop === 'lib' && !BROWSER_MODULES.includes(targetModule)) {
      return `components may use only lib/{${BROWSER_MODULES.join(',')}}`;
    }
    if (targetTop === 'components' && target.split('/').length > 2 && file.split('/').length > 2) {
      if (targetModule !== module && !SHARED_COMPONENTS.includes(targetModule)) {
        return `components/${module} may not use the feature components/${targetModule}`;
      }
    }
    if (!['lib', 'components'].includes(targetTop)) return `components may not use ${targetTop}`;
  }
  return undefined;
}

function judgeModule(module: string, targetTop: string, targetModule: string): string | undefined {
  if (targetTop === 'prisma') return undefined;
  if (targetTop !== 'lib') return `lib may not use ${targetTop}`;
  const floor = FLOORS.findIndex((names) => names.includes(module));
  const targetFloor = FLOORS.findIndex((names) => names.includes(targetModule));
  if (floor === -1) return `lib/${module} has no floor; give it one in bin/checks/imports.ts`;
  if (targetFloor === -1) return `lib/${targetModule} has no floor; give it one in bin/checks/imports.ts`;
  if (module === targetModule || targetFloor < floor) return undefined;
  return `lib/${module} (floor ${floor}) may not use lib/${targetModule} (floor ${targetFloor})`;
}

function ownsTables(file: string): boolean {
  return /^lib\/(db\/|[^/]+\/(store\.ts$|store\/))/.test(file);
}

/** Circles among files whose code needs each other when loaded; imports of types vanish and do not count. */
function findCircles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const circles: string[] = [];
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (file: string) => {
    const seen = trail.indexOf(file);
    if (seen !== -1) {
      circles.push(`${file}:1: circle ${[...trail.slice(seen), file].join(' -> ')}`);
      return;
    }
    if (done.has(file)) return;
    trail.push(file);
    for (const target of graph.get(file) ?? []) visit(target);
    trail.pop();
    done.add(file);
  };
  for (const file of graph.keys()) visit(file);
  return circles;
}

if (import.meta.main) {
  const { files, problems } = checkImports(path.join(import.meta.dirname, '../..'));
  for (const problem of problems) console.error(problem);
  console.log(`imports: ${files} files, ${problems.length} problems`);
  if (problems.length > 0) process.exitCode = 1;
}
