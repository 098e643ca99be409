import { expect, test } from 'vitest';
import { loadSettings } from '#lib/settings/settings.ts';
import { linksFor } from './links.ts';

function link(env: Record<string, string>, host: string | undefined, secure: boolean, src: string): string {
  const { web } = loadSettings(env as NodeJS.ProcessEnv);
  return linksFor({ header: () => host, secure }, web).to('/image', [['src', src]]);
}

test.each([
  [{}, 'img.example.org', false, 'a/b.jpg', 'http://img.example.org/image?src=a/b.jpg'],
  [{}, 'img.example.org:8080', true, 'a b&c.jpg', 'https://img.example.org:8080/image?src=a+b%26c.jpg'],
  [{ PUBLIC_HOST_NAME: 'p.org' }, 'x.org', false, 'é\\.jpg', 'http://p.org/image?src=%C3%A9\\.jpg'],
  [
    { PUBLIC_HOST_NAME: 'p.org', APPLICATION_ROOT: '/pics/', PREFERRED_URL_SCHEME: 'https' },
    'x.org',
    false,
    'a.jpg',
    'https://p.org/pics/image?src=a.jpg',
  ],
  [{ APPLICATION_ROOT: '/pics' }, 'x.org', false, 'a.jpg', 'http://x.org/image?src=a.jpg'],
  [{}, 'evil.org/"><script>', false, 'a.jpg', 'http://localhost/image?src=a.jpg'],
  [{}, undefined, false, 'a.jpg', 'http://localhost/image?src=a.jpg'],
])('%j, host %s, https %s, %s', (env, host, secure, src, expected) => {
  expect(link(env, host, secure, src)).toBe(expected);
});
