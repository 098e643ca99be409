import { expect, it } from 'vitest';
import { markupOf } from './markup.ts';

const image = {
  id: 1,
  src: 'a/x & "y".jpg',
  filename: 'x & "y".jpg',
  width: 10,
  height: 10,
  url: 'https://pictures.example/root/image?src=a/x',
};

it.each([
  [undefined, 'src=a/x%20%26%20%22y%22.jpg&amp;width=200&amp;height=200&amp;autosizefit=1'],
  ['web', 'src=a/x%20%26%20%22y%22.jpg&amp;tmp=web'],
])('template %s', (template, query) => {
  const markup = markupOf(image, template);
  expect(markup).toContain('<a href="https://pictures.example/root/original?src=a/x%20%26%20%22y%22.jpg">');
  const address = /<img src="([^"]+)"/.exec(markup)?.[1] ?? '';
  expect(address.startsWith('https://pictures.example/root/image?')).toBe(true);
  for (const part of query.split('&amp;')) expect(address).toContain(part);
});

it('names a format for files that browsers do not show', () => {
  expect(markupOf({ ...image, src: 'a/plan.pdf' }, undefined)).toContain('&amp;format=auto');
  expect(markupOf(image, undefined)).not.toContain('format');
});
