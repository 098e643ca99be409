import type { Metadata } from 'next';
import { requireFlags } from '#lib/api/sign-in/person.ts';
import { services } from '#lib/boot/services.ts';
import { AuditScreen } from '../../../../components/administration/audit-screen.tsx';

export const metadata: Metadata = { title: 'Audit log' };

export default async function AuditPage() {
  await requireFlags('admin_all');
  const { settings } = await services();
  return <AuditScreen keepDays={settings.files.auditKeepDays} />;
}
