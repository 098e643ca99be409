import type { MetadataRoute } from 'next';

/** Pictures may be indexed; the pages behind the sign-in may not (contract of the original). */
export default function robots(): MetadataRoute.Robots {
  return { rules: { userAgent: '*', disallow: ['/admin/', '/list/', '/reports/'] } };
}
