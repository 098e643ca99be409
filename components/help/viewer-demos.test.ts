import { expect, test } from 'vitest';
import { demoMarkup, type ViewerBuild, viewerDemos } from './viewer-demos.ts';
import { VIEWER_GUIDES, type ViewerName } from './viewer-guides.ts';

const SERVER = 'https://img.example.org';
const PICTURES = ['a/"b".jpg', 'a/c.jpg', 'a/d.jpg', 'a/e.jpg'];

function markup(viewer: ViewerName, build: ViewerBuild): string {
  const demos = viewerDemos(viewer, build, { server: SERVER, pictures: PICTURES });
  return demos.map((demo) => demoMarkup(demo, SERVER)).join('\n');
}

test.each([
  [
    'simpleview',
    'scripts',
    [
      '<script src="https://img.example.org/static/js/simple_view.min.js"></script>',
      String.raw`simple_view_init("simple-1", "https://img.example.org/image?src=a/%22b%22.jpg")`,
      'onclick="simple_view_reset(&quot;simple-1&quot;)"',
    ],
  ],
  [
    'canvasview',
    'scripts',
    [
      '<link rel="stylesheet" href="https://img.example.org/static/styles/canvas_view.css">',
      'canvas_view_init("zoom-1", ',
      'canvas_view_init_all_images("click-to-zoom", { "controls": { "download": true } })',
    ],
  ],
  [
    'gallery',
    'scripts',
    [
      String.raw`"server": "https://img.example.org/", "images": [ { "src": "a/\"b\".jpg" }`,
      'gallery_view_init_all_fullscreen("auto-gallery")',
    ],
  ],
  ['slideshow', 'scripts', ['slideshow_view_init("slideshow-1", ', '"mode": "slide"', '>Stack</button>']],
  [
    'simpleview',
    'elements',
    [
      '<script type="module" src="https://img.example.org/static/js/emulsion-viewers.js"></script>',
      'document.getElementById(&quot;simple-1&quot;).reset()',
    ],
  ],
  ['canvasview', 'elements', ['<emulsion-zoom id="zoom-1" src="a/&quot;b&quot;.jpg"', '<emulsion-zoom src=']],
  [
    'gallery',
    'elements',
    [
      String.raw`<emulsion-gallery images="[&quot;a/\&quot;b\&quot;.jpg&quot;,&quot;a/c.jpg&quot;`,
      '<emulsion-gallery launch>',
    ],
  ],
  ['slideshow', 'elements', ['<emulsion-slideshow id="slideshow-1" ', ' autoplay ', '.pause()']],
] as const)('the markup of %s by %s starts its viewer from this server', (viewer, build, parts) => {
  const code = markup(viewer, build);
  for (const part of parts) expect(code).toContain(part);
  expect(code).not.toContain('undefined');
});

test('each viewer has a guide', () => {
  for (const { abilities, title } of Object.values(VIEWER_GUIDES)) {
    expect([abilities.length > 1, title.length > 0]).toEqual([true, true]);
  }
});
