import { redirect } from 'next/navigation';
import { newReportAddress } from '#lib/api/old-report-address.ts';

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function OldReportPage({ searchParams }: Props) {
  redirect(newReportAddress('systemstats', await searchParams));
}
