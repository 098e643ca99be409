import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writePackage } from './package.ts';

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '../..');
let folder: string;

/** A project of somebody who has installed the package. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'emulsion-package-'));
  await mkdir(path.join(folder, 'node_modules'));
  await writePackage(root, path.join(folder, 'node_modules/emulsion-viewers'));
  await writeFile(path.join(folder, 'package.json'), '{"type":"module"}');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function typeCheck(code: string): Promise<string> {
  await writeFile(path.join(folder, 'page.ts'), code);
  const require = createRequire(import.meta.url);
  const compiler = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin/tsc');
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--types', ''];
  return run(process.execPath, [compiler, ...options, '--lib', 'es2024,dom,dom.iterable', 'page.ts'], {
    cwd: folder,
  }).then(
    () => '',
    ({ stdout }: { stdout: string }) => stdout,
  );
}

it('holds the module and its types, and names what is there', async () => {
  const place = path.join(folder, 'node_modules/emulsion-viewers');
  const { files, types } = JSON.parse(await readFile(path.join(place, 'package.json'), 'utf8'));
  const found = await readdir(place);
  expect(found).toEqual(expect.arrayContaining([...files, 'LICENSE', 'README.md']));
  expect(await readFile(path.join(place, types), 'utf8')).toContain('HTMLElementTagNameMap');
});

it('is imported where there is no page too', async () => {
  const code = "import('emulsion-viewers').then((all) => console.log(Object.keys(all).sort().join()))";
  const { stdout } = await run(process.execPath, ['-e', code], { cwd: folder });
  expect(stdout.trim()).toBe(
    'EmulsionGallery,EmulsionImage,EmulsionSlideshow,EmulsionZoom,setLabels,version',
  );
});

it('tells of elements, properties and events', async () => {
  expect(
    await typeCheck(`
      import { setLabels, type EmulsionGallery } from 'emulsion-viewers';
      setLabels({ zoomIn: 'Größer' });
      const zoom = document.createElement('emulsion-zoom');
      zoom.src = 'a.jpg';
      zoom.maxTiles = 16;
      zoom.wheel = true;
      zoom.addEventListener('emulsion-zoom', ({ detail }) => detail.zoom.toFixed());
      document.addEventListener('emulsion-change', ({ detail }) => detail.index + detail.count);
      const gallery: EmulsionGallery | null = document.querySelector('emulsion-gallery');
      gallery!.images = ['a.jpg', { src: 'b.jpg', title: 'B', width: 300 }];
      document.createElement('emulsion-image').maxWidth = null;
      document.createElement('emulsion-slideshow').play();
    `),
  ).toBe('');
  expect(
    await typeCheck("import 'emulsion-viewers';\ndocument.createElement('emulsion-zoom').wheel = 'yes';"),
  ).toContain('TS2322');
});
