import type { Metadata } from 'next';
import { viewerPage } from '../viewer-page.tsx';

export const metadata: Metadata = { title: 'Gallery' };

export default function GalleryPage() {
  return viewerPage('gallery');
}
