'use client';

import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import type { PublishingSetup, TemplateRecord } from '#lib/contracts/publishing.ts';
import { type Answer, api, failureText } from '../client/api.ts';
import { useViewer } from '../client/viewer.tsx';
import { ErrorState, NoPermission, Skeleton } from '../ui/states.tsx';
import { NEEDS_SUPER_USER } from './super-user.ts';
import { type StoredTemplate, TemplateEditor } from './template-editor.tsx';

const BLANK: StoredTemplate = {
  id: 0,
  name: '',
  description: '',
  template: { record_stats: { value: true }, expiry_secs: { value: 604_800 } },
  etag: undefined,
};

/** One template to look at or change; 0 is a new one, a copy of `from` in the address where that is given. */
export function TemplatePage({ id, setup }: { id: number; setup: PublishingSetup }) {
  const { flags } = useViewer();
  const from = Number(useSearchParams().get('from') ?? 0);
  const wanted = id === 0 ? from : id;
  const { data, error, refetch, dataUpdatedAt } = useQuery({
    queryKey: ['template', wanted],
    queryFn: ({ signal }) => api.call<TemplateRecord>('GET', `/admin/templates/${wanted}/`, { signal }),
    enabled: wanted > 0,
    // What somebody is typing into must not change under their hands.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  if (id === 0 && !flags.includes('admin_all')) {
    return <NoPermission title="You cannot make templates" needs={`${NEEDS_SUPER_USER}.`} />;
  }
  if (wanted === 0) return <TemplateEditor stored={BLANK} setup={setup} onReload={() => undefined} />;
  if (error) return <ErrorState text={failureText(error)} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <TemplateEditor
      key={`${wanted}-${dataUpdatedAt}`}
      stored={id === 0 ? copyOf(data.data) : storedOf(data)}
      setup={setup}
      onReload={() => void refetch()}
    />
  );
}

function storedOf({ data, etag }: Answer<TemplateRecord>): StoredTemplate {
  return { ...data, etag };
}

function copyOf({ name, description, template }: TemplateRecord): StoredTemplate {
  return { id: 0, name: `${name} copy`, description, template, etag: undefined };
}

function Loading() {
  return (
    <div className="grid gap-4 p-4 lg:grid-cols-[20rem_minmax(0,1fr)]">
      <Skeleton className="h-96" />
      <Skeleton className="h-[60dvh]" />
    </div>
  );
}
