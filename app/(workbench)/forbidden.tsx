import type { Metadata } from 'next';
import { ForbiddenScreen } from '../../components/shell/forbidden-screen.tsx';

export const metadata: Metadata = { title: 'No permission' };

export default function ForbiddenPage() {
  return <ForbiddenScreen />;
}
