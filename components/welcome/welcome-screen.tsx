'use client';

import { useMutation } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, CircleX, Globe, Images, Upload, Users } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type ReactNode, useTransition } from 'react';
import { api, failureText } from '../client/api.ts';
import { Button } from '../ui/button.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Page, Section } from '../ui/page.tsx';
import { useToast } from '../ui/toast.tsx';
import { FirstPicture } from './first-picture.tsx';

type Check = { name: string; state: 'good' | 'warning' | 'bad'; text: string };

const SIGNS = {
  good: <CircleCheck aria-label="Good" className="size-5 shrink-0 text-success" />,
  warning: <CircleAlert aria-label="Warning" className="size-5 shrink-0 text-warning" />,
  bad: <CircleX aria-label="Bad" className="size-5 shrink-0 text-danger" />,
} as const;

/** Greets whoever has installed the server: does it work, and what comes first. */
export function WelcomeScreen({
  checks,
  isOpen,
  hasSamples,
  hostName,
  imagesDir,
}: {
  checks: readonly Check[];
  /** Whether nobody has said yet that the first run is over. */
  isOpen: boolean;
  hasSamples: boolean;
  /** As the settings have it; undefined when the request tells. */
  hostName: string | undefined;
  imagesDir: string;
}) {
  const router = useRouter();
  const toast = useToast();
  const [isChecking, startChecking] = useTransition();
  const finish = useMutation({
    mutationFn: () => api.put('/admin/properties/first_run/', { value: 'done' }),
    onSuccess: () => router.push('/list/'),
    onError: (error) => toast.failed({ text: 'This was not noted', detail: failureText(error) }),
  });
  const bad = checks.filter(({ state }) => state === 'bad').length;
  return (
    <Page
      title="Welcome to Emulsion"
      intro="Your image server runs. Keep one original of each picture here, and ask for any size, cut and format of it by URL."
      actions={
        isOpen ? (
          <Button look="primary" disabled={finish.isPending} onClick={() => finish.mutate()}>
            Done
          </Button>
        ) : (
          <LinkButton href="/list/">To the library</LinkButton>
        )
      }
    >
      <Section
        title="Does it work?"
        intro={bad === 0 ? 'All that a picture needs is there' : 'Something needs your attention'}
        actions={
          <Button size="small" disabled={isChecking} onClick={() => startChecking(() => router.refresh())}>
            {isChecking ? 'Checking…' : 'Check again'}
          </Button>
        }
      >
        <ul className="-my-1 grid gap-x-8 gap-y-1 md:grid-cols-2">
          {checks.map(({ name, state, text }) => (
            <li key={name} className="flex min-w-0 items-start gap-3 py-1.5">
              {SIGNS[state]}
              <span className="min-w-0">
                <span className="font-medium">{name}</span>
                <span className="block text-[13px] break-words text-muted">{text}</span>
              </span>
            </li>
          ))}
        </ul>
      </Section>
      {hasSamples ? <FirstPicture /> : null}
      <Section title="What next?">
        <ul className="grid gap-x-8 gap-y-5 md:grid-cols-2">
          <Step
            icon={<Upload />}
            title="Upload pictures"
            text={`Drop them into the browser, or put files into ${imagesDir}: they are found by themselves.`}
            action={<LinkButton href="/upload/">Upload</LinkButton>}
          />
          <Step
            icon={<Images />}
            title="Look at the library"
            text="Folders, search, tags, and every picture with its page for sizes and markup."
            action={<LinkButton href="/list/">Open the library</LinkButton>}
          />
          <Step
            icon={<Users />}
            title="Let others in"
            text="Give each person an account, and groups rights on folders. At first everybody may see all pictures."
            action={<LinkButton href="/admin/users/">Add people</LinkButton>}
          />
          <Step
            icon={<Globe />}
            title="Set the host name"
            text={
              hostName === undefined
                ? 'Addresses follow the name by which this server is called. Set PUBLIC_HOST_NAME where it has one name for all.'
                : `Addresses begin with ${hostName}, as PUBLIC_HOST_NAME says.`
            }
            action={<LinkButton href="/admin/settings/">See the settings</LinkButton>}
          />
        </ul>
      </Section>
      <p className="text-[13px] text-muted">
        {isOpen
          ? '“Done” ends this greeting for everybody. It stays in the Help menu.'
          : 'This greeting is over; administrators find it in the Help menu.'}
      </p>
    </Page>
  );
}

function Step({
  icon,
  title,
  text,
  action,
}: {
  icon: ReactNode;
  title: string;
  text: string;
  action: ReactNode;
}) {
  return (
    <li className="flex min-w-0 gap-3">
      <span aria-hidden="true" className="mt-0.5 text-muted [&_svg]:size-5">
        {icon}
      </span>
      <div className="min-w-0">
        <h3 className="font-medium">{title}</h3>
        <p className="mt-0.5 mb-2.5 text-[13px] break-words text-muted">{text}</p>
        {action}
      </div>
    </li>
  );
}
