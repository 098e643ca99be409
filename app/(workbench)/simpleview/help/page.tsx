import type { Metadata } from 'next';
import { viewerPage } from '../../viewer-page.tsx';

export const metadata: Metadata = { title: 'Simple viewer' };

export default function SimpleViewerPage() {
  return viewerPage('simpleview');
}
