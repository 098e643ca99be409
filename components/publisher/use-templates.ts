'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { PublishingSetup, TemplateRecord } from '#lib/contracts/publishing.ts';
import type { KnownTemplate } from '#lib/publisher/template-preview.ts';
import { valuesOf } from '#lib/publisher/template-values.ts';
import { api } from '../client/api.ts';

export const TEMPLATES_KEY = ['templates'] as const;

/** A template with its values read. */
export type ReadTemplate = TemplateRecord & KnownTemplate;

/** All templates, the default one first, then by name. */
export function useTemplates(setup: PublishingSetup, defaultName = setup.defaultTemplate) {
  const query = useQuery({
    queryKey: TEMPLATES_KEY,
    queryFn: ({ signal }) => api.get<TemplateRecord[]>('/admin/templates/', {}, signal),
    initialData: [...setup.templates],
  });
  const templates = useMemo<ReadTemplate[]>(
    () =>
      query.data
        .map((each) => ({
          ...each,
          isDefault: each.name.toLowerCase() === defaultName,
          values: valuesOf(each.template),
        }))
        .toSorted(
          (one, other) =>
            Number(other.isDefault) - Number(one.isDefault) || one.name.localeCompare(other.name, 'en'),
        ),
    [query.data, defaultName],
  );
  return { ...query, templates };
}
