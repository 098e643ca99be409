import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Plugin, rolldown } from 'rolldown';

/** One finished file below /static/. */
export type StaticFile = { path: string; content: string | Uint8Array };

/** The scripts of the compatibility build, by the names that pages load. */
const COMPAT = [
  'common_view',
  'canvas_view',
  'gallery_view',
  'slideshow_view',
  'simple_view',
  'image-defer',
] as const;
/** Their minified forms hold the common library, except where it would be of no use. */
const WITHOUT_COMMON: ReadonlySet<string> = new Set(['common_view', 'image-defer']);
/** Names from before QIS 2.6 that old pages still load. */
const OLD_NAMES: readonly string[] = ['canvas_view', 'gallery_view', 'simple_view', 'slideshow_view'];
const MODERN = 'viewers/modern/emulsion-viewers.ts';

const ENTRY = '\0entry';
const BANNER = '/*! Emulsion viewers, MIT licence */';

type Build = { sources: string[]; name: string; format: 'iife' | 'es'; minify: boolean; target: string };

/**
 * Bundles the viewers' scripts in memory. Entries that do not exist are left out. Throws with the bundler's words when
 * one cannot be built.
 * @returns files relative to /static/, with the source maps of the minified ones
 */
export async function bundleScripts(root: string): Promise<StaticFile[]> {
  const common = 'viewers/compat/common_view.ts';
  const builds: Build[] = [];
  for (const name of COMPAT) {
    const source = `viewers/compat/${name}.ts`;
    if (!existsSync(path.join(root, source))) continue;
    const lead = WITHOUT_COMMON.has(name) || !existsSync(path.join(root, common)) ? [] : [common];
    const shared = { format: 'iife', target: 'es2019' } as const;
    builds.push({ ...shared, sources: [source], name, minify: false });
    builds.push({ ...shared, sources: [...lead, source], name: `${name}.min`, minify: true });
  }
  if (existsSync(path.join(root, MODERN))) {
    builds.push({
      sources: [MODERN],
      name: 'emulsion-viewers',
      format: 'es',
      minify: true,
      target: 'es2022',
    });
  }
  const files = (await Promise.all(builds.map((build) => bundle(root, build)))).flat();
  return [...files, ...oldNames(files)];
}

async function bundle(root: string, { sources, name, format, minify, target }: Build): Promise<StaticFile[]> {
  // The modern module gives its exports on; the others only put names into the page.
  const verb = format === 'es' ? 'export * from' : 'import';
  const code = sources.map((source) => `${verb} ${JSON.stringify(path.join(root, source))};`).join('\n');
  const build = await rolldown({
    cwd: root,
    input: { [name]: ENTRY },
    plugins: [virtualEntry(code)],
    platform: 'browser',
    transform: { target },
    onLog(level, log) {
      if (level === 'warn') throw new Error(`${name}: ${log.message}`);
    },
  });
  try {
    const { output } = await build.generate({
      format,
      minify,
      sourcemap: minify,
      entryFileNames: `${name}.js`,
      codeSplitting: false,
      comments: { legal: false },
      postBanner: BANNER,
    });
    return output.map((file) => ({
      path: `js/${file.fileName}`,
      content: file.type === 'chunk' ? file.code : file.source,
    }));
  } finally {
    await build.close();
  }
}

function virtualEntry(code: string): Plugin {
  return {
    name: 'entry',
    resolveId: (id) => (id === ENTRY ? { id, moduleSideEffects: true } : undefined),
    load: (id) => (id === ENTRY ? { code, moduleType: 'js' } : undefined),
  };
}

/** Copies under the old names; the framework that was loaded beside them defines nothing any more. */
function oldNames(files: readonly StaticFile[]): StaticFile[] {
  const copies = OLD_NAMES.flatMap((name) => {
    const current = files.find((file) => file.path === `js/${name}.min.js`);
    return current === undefined ? [] : [{ path: `js/${name}_yc.js`, content: current.content }];
  });
  const empty = '/* The viewers need no framework. This file is here for pages that still load it. */\n';
  return [...copies, { path: 'js/mootools_yc.js', content: empty }];
}
