import { execFile } from 'node:child_process';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { bundleScripts } from './scripts.ts';

const MODULE = /^js\/emulsion-viewers\.js(?:\.map)?$/;

/**
 * Writes the custom elements as a package for npm: the module, its source map, and types.
 * @param target folder that is emptied first
 * @throws with the words of the type checker when the types cannot be made
 */
export async function writePackage(root: string, target: string): Promise<void> {
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  for (const file of await bundleScripts(root)) {
    if (MODULE.test(file.path)) await writeFile(path.join(target, path.basename(file.path)), file.content);
  }
  for (const name of ['package.json', 'README.md']) {
    await copyFile(path.join(root, 'viewers/package', name), path.join(target, name));
  }
  await copyFile(path.join(root, 'LICENSE'), path.join(target, 'LICENSE'));
  await writeTypes(root, path.join(target, 'types'));
}

async function writeTypes(root: string, target: string): Promise<void> {
  const require = createRequire(import.meta.url);
  const compiler = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin/tsc');
  const options = {
    target: 'es2024',
    module: 'esnext',
    moduleResolution: 'bundler',
    lib: 'es2024,dom,dom.iterable',
    types: '',
    rootDir: path.join(root, 'viewers'),
    outDir: target,
  };
  const flags = [
    'ignoreConfig',
    'declaration',
    'emitDeclarationOnly',
    'rewriteRelativeImportExtensions',
    'strict',
  ];
  const args = [
    ...flags.map((flag) => `--${flag}`),
    ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
  ];
  const entry = path.join(root, 'viewers/modern/emulsion-viewers.ts');
  try {
    await promisify(execFile)(process.execPath, [compiler, ...args, entry], {
      cwd: root,
    });
  } catch (error) {
    throw new Error((error as { stdout?: string }).stdout || String(error), { cause: error });
  }
}
