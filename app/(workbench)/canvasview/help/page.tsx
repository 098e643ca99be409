import type { Metadata } from 'next';
import { viewerPage } from '../../viewer-page.tsx';

export const metadata: Metadata = { title: 'Zoom viewer' };

export default function ZoomViewerPage() {
  return viewerPage('canvasview');
}
