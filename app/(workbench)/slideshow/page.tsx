import type { Metadata } from 'next';
import { type ViewerPageProps, viewerPage } from '../viewer-page.tsx';

export const metadata: Metadata = { title: 'Slideshow' };

export default function SlideshowPage(props: ViewerPageProps) {
  return viewerPage('slideshow', props);
}
