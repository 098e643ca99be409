import type { Metadata } from 'next';
import { viewerPage } from '../../viewer-page.tsx';

export const metadata: Metadata = { title: 'Slideshow' };

export default function SlideshowPage() {
  return viewerPage('slideshow');
}
