import { expect, test } from 'vitest';
import { VIEWER_GUIDES, type ViewerName, viewerMarkup } from './viewer-guides.ts';

test.each([
  [
    'simpleview',
    'simple_view_init("image-1", "https://img.example.org/image?src=samples/coast.jpg&width=400&height=400")',
  ],
  ['canvasview', 'canvas_view_init("image-zoom-1", '],
  ['gallery', 'gallery_view_init_all_fullscreen("auto-gallery")'],
  ['slideshow', 'slideshow_view_init("slideshow-1", '],
] as const)('the markup of %s starts its viewer from this server', (name, call) => {
  const markup = viewerMarkup(name, 'https://img.example.org');
  expect(markup).toContain(call);
  expect(markup).toContain('src="https://img.example.org/static/js/');
});

test('each viewer has a guide', () => {
  for (const name of Object.keys(VIEWER_GUIDES) as ViewerName[]) {
    expect(VIEWER_GUIDES[name].abilities.length).toBeGreaterThan(0);
  }
});
