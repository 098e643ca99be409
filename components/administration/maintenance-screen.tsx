'use client';

import { countOf } from '#lib/format/numbers.ts';
import { LinkButton } from '../ui/link-button.tsx';
import { Page } from '../ui/page.tsx';
import { AutomaticJob, type Job, MaintenanceJob } from './maintenance-job.tsx';

/** Days that are offered where nothing is removed by itself. */
const USUAL = 365;

/** Days after which things are removed by themselves; 0 = never. */
export type KeepDays = { statistics: number; audit: number; trash: number };

/** Work that keeps a server in order. @param today `2026-01-31` in UTC */
export function MaintenanceScreen({ keepDays, today }: { keepDays: KeepDays; today: string }) {
  return (
    <Page
      title="Maintenance"
      intro="Work that keeps this server in order. It goes on in the background; you may leave the page."
    >
      {jobs(keepDays, today).map((job) => (
        <MaintenanceJob key={job.funcname} job={job} />
      ))}
      <h2 className="mt-8 mb-3 text-[13px] text-muted">Done by the server itself</h2>
      <AutomaticJob
        title="Trash"
        text={
          keepDays.trash === 0
            ? 'TRASH_KEEP_DAYS is 0: what is deleted is removed for good within the hour.'
            : `Every hour, what has been in the trash for ${countOf(keepDays.trash, 'day')} (TRASH_KEEP_DAYS) is removed for good.`
        }
        funcname="purge_old_trash"
        action={
          <LinkButton size="small" href="/admin/trash/">
            Open the trash
          </LinkButton>
        }
      />
      <AutomaticJob
        title="Audit log"
        text={
          keepDays.audit === 0
            ? 'AUDIT_KEEP_DAYS is 0: entries are kept for ever.'
            : `Every day, entries older than ${countOf(keepDays.audit, 'day')} (AUDIT_KEEP_DAYS) are removed.`
        }
        funcname="purge_audit_log"
        action={
          <LinkButton size="small" href="/admin/audit/">
            Open the audit log
          </LinkButton>
        }
      />
      <AutomaticJob
        title="Check sums"
        text="Every ten minutes, images without a check sum are read, so that copies are recognised before they are uploaded."
        funcname="hash_images"
      />
    </Page>
  );
}

function jobs(keepDays: KeepDays, today: string): Job[] {
  const { statistics } = keepDays;
  const first = dayBefore(today, statistics === 0 ? USUAL : statistics);
  const automatic =
    statistics === 0
      ? 'STATS_KEEP_DAYS is 0: nothing is removed unless you ask for it.'
      : `Done every day for what is older than ${countOf(statistics, 'day')} (STATS_KEEP_DAYS).`;
  return [
    {
      funcname: 'sync_tree',
      title: 'Compare with the disk',
      text: 'Brings the records into agreement with the files of a folder and everything below it. Use it after files were copied, moved or deleted on the disk itself; what people look at is compared anyway.',
      automatic: 'Not done by itself for whole trees.',
      target: { kind: 'folder' },
      action: 'Compare',
      confirm: {
        title: (folder) => `Compare ${folder} with the disk?`,
        text: 'Reads the names of all files there. With many files that takes a while and keeps the disk busy.',
        danger: false,
      },
    },
    {
      funcname: 'purge_deleted_folder_data',
      title: 'Remove deleted data',
      text: 'Removes for good what is deleted in a folder and below it: trash, titles, descriptions, history and statistics of images that are gone.',
      automatic: 'Not done by itself, but for the trash.',
      target: { kind: 'folder' },
      action: 'Remove deleted data',
      confirm: {
        title: (folder) => `Remove all deleted data of ${folder}?`,
        text: 'What is in the trash from there goes with it. This cannot be undone.',
        danger: true,
      },
    },
    statisticsJob('purge_image_stats', 'image', first, automatic),
    statisticsJob('purge_system_stats', 'system', first, automatic),
  ];
}

function statisticsJob(funcname: string, what: 'image' | 'system', first: string, automatic: string): Job {
  return {
    funcname,
    title: `Remove old ${what} statistics`,
    text:
      what === 'image'
        ? 'Counts of single images take most of the database on a busy server.'
        : 'Counts of the whole server, which the charts are drawn from.',
    automatic,
    target: { kind: 'date', first },
    action: 'Remove',
    confirm: {
      title: (day) => `Remove ${what} statistics from before ${day}?`,
      text: 'Charts of that time will be empty. This cannot be undone.',
      danger: true,
    },
  };
}

function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}
