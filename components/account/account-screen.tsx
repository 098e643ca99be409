'use client';

import { useQuery } from '@tanstack/react-query';
import { failureText } from '../client/api.ts';
import { useUrlState } from '../client/use-url-state.ts';
import { useViewer } from '../client/viewer.tsx';
import { Page } from '../ui/page.tsx';
import { ErrorState, Skeleton } from '../ui/states.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { AppearanceForm } from './appearance-form.tsx';
import { DetailsForm } from './details-form.tsx';
import { ownAccount } from './own-account.ts';
import { PasswordForm } from './password-form.tsx';
import { Sessions } from './sessions.tsx';
import { Tokens } from './tokens.tsx';

const TABS = ['details', 'password', 'appearance', 'sessions', 'tokens'] as const;
type Tab = (typeof TABS)[number];

/** What people see and change of their own account. */
export function AccountScreen({
  emailIsFixed,
  providerName,
}: {
  /** Whether only administrators change e-mail addresses. */
  emailIsFixed: boolean;
  /** What the OpenID provider is called. */
  providerName: string;
}) {
  const viewer = useViewer();
  const { values, change } = useUrlState();
  const { data, error, refetch } = useQuery(ownAccount(viewer.userId));
  const wanted = values.get('tab');
  const tab = TABS.find((each) => each === wanted) ?? 'details';
  const show = (next: Tab) => change({ tab: next === 'details' ? undefined : next }, 'push');
  const waiting = error ? (
    <ErrorState text={failureText(error)} onRetry={() => void refetch()} />
  ) : (
    <Skeleton className="h-80 max-w-xl" />
  );
  return (
    <Page title="Account" intro={`Signed in as ${viewer.username}`}>
      <Tabs
        label="Parts of the account"
        value={tab}
        onChange={show}
        tabs={[
          {
            value: 'details',
            label: 'Details',
            panel: data ? (
              <DetailsForm account={data} emailIsFixed={emailIsFixed} providerName={providerName} />
            ) : (
              waiting
            ),
          },
          {
            value: 'password',
            label: 'Password',
            panel: data ? <PasswordForm user={data.user} providerName={providerName} /> : waiting,
          },
          { value: 'appearance', label: 'Appearance', panel: <AppearanceForm /> },
          { value: 'sessions', label: 'Sessions', panel: <Sessions /> },
          { value: 'tokens', label: 'API tokens', panel: <Tokens /> },
        ]}
      />
    </Page>
  );
}
