import type { Metadata } from 'next';
import { forbidden, notFound } from 'next/navigation';
import { pageViewer } from '#lib/api/page-viewer.ts';
import { readImage } from '#lib/catalog/store/image-records.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { ImageScreen } from '../../../../components/reports/series-screen.tsx';
import { requireReports } from '../require-reports.ts';

export const metadata: Metadata = { title: 'Image statistics' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ImageReportPage({ searchParams }: Props) {
  await requireReports();
  const { id } = await searchParams;
  if (typeof id !== 'string' || !/^\d{1,9}$/.test(id)) notFound();
  const { parts, caller } = await pageViewer();
  const image = await readImage(parts.db, Number(id));
  if (!image) notFound();
  if (parts.permissions.level(caller.principal, image.folder.path) < LEVEL.view) forbidden();
  return <ImageScreen id={image.id} src={image.src} />;
}
