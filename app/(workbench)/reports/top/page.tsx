import type { Metadata } from 'next';
import { TopScreen } from '../../../../components/reports/top-screen.tsx';
import { requireReports } from '../require-reports.ts';

export const metadata: Metadata = { title: 'Top images' };

export default async function TopImagesPage() {
  await requireReports();
  return <TopScreen />;
}
