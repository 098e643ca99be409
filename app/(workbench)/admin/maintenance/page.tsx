import type { Metadata } from 'next';
import { requireFlags } from '#lib/api/sign-in/person.ts';
import { services } from '#lib/boot/services.ts';
import { MaintenanceScreen } from '../../../../components/administration/maintenance-screen.tsx';

export const metadata: Metadata = { title: 'Maintenance' };

export default async function MaintenancePage() {
  await requireFlags('admin_all');
  const { files, stats } = (await services()).settings;
  return (
    <MaintenanceScreen
      keepDays={{ statistics: stats.keepDays, audit: files.auditKeepDays, trash: files.trashKeepDays }}
      today={today()}
    />
  );
}

/** The day in UTC. */
function today(): string {
  return new Date().toISOString().slice(0, 10);
}
