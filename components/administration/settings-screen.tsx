'use client';

import { KeyRound } from 'lucide-react';
import { useCallback } from 'react';
import { useUrlState } from '../client/use-url-state.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Switch } from '../ui/checkbox.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Page, Section } from '../ui/page.tsx';
import { EmptyState } from '../ui/states.tsx';
import { SearchBox } from './search-box.tsx';

/** A setting as the server tells of it; secrets come without their value. */
export type ShownSetting = {
  name: string;
  group: string;
  meaning: string;
  default: string;
  setBy: string | null;
  value: string | null;
  secret: boolean;
};

/** How the server is configured; changed by variables only. */
export function SettingsScreen({ settings }: { settings: readonly ShownSetting[] }) {
  const { values, change } = useUrlState();
  const q = values.get('q') ?? '';
  const onlySet = values.get('set') === '1';
  const search = useCallback((text: string) => change({ q: text }), [change]);
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = settings.filter((setting) => {
    if (onlySet && setting.setBy === null) return false;
    const text = `${setting.name} ${setting.meaning} ${setting.value ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const groups = Map.groupBy(shown, ({ group }) => group);
  return (
    <Page
      title="Settings"
      intro="How this server is configured: by environment variables or lines of its .env file, which are read when it starts. They cannot be changed here."
    >
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <SearchBox value={q} onChange={search} label="Search settings" />
        <Switch checked={onlySet} onChange={(on) => change({ set: on ? '1' : undefined })}>
          <span className="text-[13px]">Only those that are set</span>
        </Switch>
        <span role="status" className="text-[13px] text-muted tabular-nums">
          {shown.length} of {settings.length}
        </span>
      </div>
      {shown.length === 0 ? (
        <EmptyState
          title="No setting is like this"
          action={<Button onClick={() => change({ q: '', set: '' })}>Show all settings</Button>}
        />
      ) : (
        [...groups].map(([group, members]) => (
          <Section key={group} title={group}>
            <dl className="-my-3 divide-y divide-border">
              {members.map((setting) => (
                <SettingEntry key={setting.name} setting={setting} />
              ))}
            </dl>
          </Section>
        ))
      )}
    </Page>
  );
}

function SettingEntry({ setting }: { setting: ShownSetting }) {
  const { name, meaning, setBy, secret } = setting;
  return (
    <div className="grid items-start gap-x-4 gap-y-1 py-3 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <dt className="min-w-0">
        <code className="font-mono text-[13px] font-semibold break-words">{name}</code>
        <p className="mt-0.5 text-[13px] text-muted">{meaning}</p>
      </dt>
      <dd className="flex min-w-0 items-start justify-between gap-3">
        <div className="min-w-0">
          <Value setting={setting} />
          <p className="mt-1 text-[13px] text-muted">
            {setBy === null ? (
              <Badge>Default</Badge>
            ) : (
              <>
                <Badge tone="accent">Set</Badge>
                {setBy === name ? null : (
                  <>
                    {' '}
                    by <code className="font-mono">{setBy}</code>
                  </>
                )}
                {secret ? null : <span className="ml-2 break-words">Default: {setting.default}</span>}
              </>
            )}
          </p>
        </div>
        <CopyButton iconOnly text={envLine(setting)} label={`Copy the line for ${name}`} />
      </dd>
    </div>
  );
}

function Value({ setting: { value, secret, setBy, default: usual } }: { setting: ShownSetting }) {
  if (secret) {
    return (
      <p className="flex items-center gap-1.5 text-[13px]">
        <KeyRound aria-hidden="true" className="size-4 shrink-0 text-muted" />
        {setBy === null ? `Not set: ${usual}` : 'Set; not shown'}
      </p>
    );
  }
  if (value === null) return <p className="text-[13px] text-muted">{usual}</p>;
  return <code className="font-mono text-[13px] break-words">{value === '' ? 'empty' : value}</code>;
}

/** A line of a .env file that sets what holds; secrets and what is absent are left for the reader to fill in. */
function envLine({ name, value }: ShownSetting): string {
  if (value === null) return `${name}=`;
  return /[\s#"'\\]/.test(value) ? `${name}="${value.replaceAll(/["\\]/g, '\\$&')}"` : `${name}=${value}`;
}
