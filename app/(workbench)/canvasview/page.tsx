import type { Metadata } from 'next';
import { type ViewerPageProps, viewerPage } from '../viewer-page.tsx';

export const metadata: Metadata = { title: 'Zoom viewer' };

export default function ZoomViewerPage(props: ViewerPageProps) {
  return viewerPage('canvasview', props);
}
