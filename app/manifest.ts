import type { MetadataRoute } from 'next';

/** What devices show of the site on their home screens. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    name: 'Emulsion',
    short_name: 'Emulsion',
    description: 'An image server: keep one original, ask for any picture of it by URL.',
    start_url: '/list/',
    display: 'minimal-ui',
    background_color: '#fafafa',
    theme_color: '#fafafa',
    icons: [
      { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
      { src: '/apple-icon.png', sizes: '180x180', type: 'image/png' },
    ],
  };
}
