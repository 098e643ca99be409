import type { Metadata } from 'next';
import { type ViewerPageProps, viewerPage } from '../viewer-page.tsx';

export const metadata: Metadata = { title: 'Simple viewer' };

export default function SimpleViewerPage(props: ViewerPageProps) {
  return viewerPage('simpleview', props);
}
