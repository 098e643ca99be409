'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Folder, Play } from 'lucide-react';
import dynamic from 'next/dynamic';
import { type ReactNode, useState } from 'react';
import { ApiFailure, api, failureText } from '../client/api.ts';
import { wish } from '../client/events.ts';
import { Button } from '../ui/button.tsx';
import { useConfirm } from '../ui/confirm.tsx';
import { DayInput } from '../ui/day-input.tsx';
import { Section } from '../ui/page.tsx';
import { useToast } from '../ui/toast.tsx';
import { LastRun, useLastRun } from './last-run.tsx';
import { isUnderWay } from './task-words.ts';

const FolderDialog = dynamic(() =>
  import('../pickers/folder-dialog.tsx').then((module) => module.FolderDialog),
);

const CONFLICT = 409;

/** What it is to be done to: a folder, or what is older than a day. */
export type JobTarget = { kind: 'folder' } | { kind: 'date'; first: string };

export type Job = {
  funcname: string;
  title: string;
  /** What it does and when one wants that. */
  text: ReactNode;
  /** Whether and when it is done without being asked. */
  automatic: string;
  target: JobTarget;
  /** The verb on the button. */
  action: string;
  confirm: { title: (target: string) => string; text: string; danger: boolean };
};

/** Work that an administrator may start, with how it went the last time. */
export function MaintenanceJob({ job }: { job: Job }) {
  const client = useQueryClient();
  const confirm = useConfirm();
  const toast = useToast();
  const run = useLastRun(job.funcname);
  const [path, setPath] = useState('/');
  const [day, setDay] = useState(job.target.kind === 'date' ? job.target.first : '');
  const [choosing, setChoosing] = useState(false);
  const byFolder = job.target.kind === 'folder';
  const running = run.last !== undefined && isUnderWay(run.last);

  const start = async () => {
    const { title, text, danger } = job.confirm;
    const yes = await confirm({
      title: title(byFolder ? (path === '/' ? 'all folders' : path) : day),
      text,
      danger,
      action: job.action,
    });
    if (!yes) return;
    try {
      await api.post(`/admin/tasks/${job.funcname}/`, byFolder ? { path } : { date_to: day });
      wish('task-started', undefined);
      toast.done({ text: `Started: ${job.title}` });
    } catch (error) {
      const twice = error instanceof ApiFailure && error.status === CONFLICT;
      toast.failed({
        text: `${job.title} was not started`,
        detail: twice ? 'The same is running, or was done within the last hour.' : failureText(error),
      });
    }
    await client.invalidateQueries({ queryKey: ['/admin/tasks/'] });
  };

  return (
    <Section title={job.title} intro={job.text}>
      <div className="flex flex-wrap items-center gap-2">
        {byFolder ? (
          <Button onClick={() => setChoosing(true)} className="max-w-full">
            <Folder aria-hidden="true" />
            <span className="sr-only">Folder: </span>
            <span className="truncate">{path === '/' ? 'All folders' : path}</span>
          </Button>
        ) : (
          <DayInput label="Older than" value={day} onChange={setDay} />
        )}
        <Button look="primary" disabled={running || (!byFolder && day === '')} onClick={() => void start()}>
          <Play aria-hidden="true" />
          {job.action}
        </Button>
      </div>
      <p className="mt-3 mb-2 text-[13px] text-muted">{job.automatic}</p>
      <LastRun {...run} />
      {choosing ? (
        <FolderDialog
          open
          onOpenChange={setChoosing}
          title="Choose a folder"
          action="Choose this folder"
          startAt={path}
          onPick={(chosen) => {
            setPath(chosen);
            setChoosing(false);
          }}
        />
      ) : null}
    </Section>
  );
}

/** Work that the server does by itself, with how it went the last time. */
export function AutomaticJob({
  title,
  text,
  funcname,
  action,
}: {
  title: string;
  text: ReactNode;
  funcname: string;
  action?: ReactNode;
}) {
  const run = useLastRun(funcname);
  return (
    <Section title={title} intro={text} actions={action}>
      <LastRun {...run} />
    </Section>
  );
}
