import type { Metadata } from 'next';
import { type ViewerPageProps, viewerPage } from '../../viewer-page.tsx';

export const metadata: Metadata = { title: 'Gallery' };

export default function GalleryPage(props: ViewerPageProps) {
  return viewerPage('gallery', props);
}
