import type { ReactNode } from 'react';
import { AdminFrame } from '../../../components/shell/shell.tsx';

export default function AdminLayout({ children }: { children: ReactNode }) {
  return <AdminFrame>{children}</AdminFrame>;
}
