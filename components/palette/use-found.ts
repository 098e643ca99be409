'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { z } from 'zod';
import type { folder, image, template } from '#lib/contracts/resources.ts';
import { api } from '../client/api.ts';
import { useViewer } from '../client/viewer.tsx';

type Image = z.output<typeof image>;
type Folder = z.output<typeof folder>;
type Template = z.output<typeof template>;
type Person = { id: number; username: string; first_name: string; last_name: string };

/** Milliseconds without a key before the server is asked. */
const PATIENCE = 160;
const MOST_IMAGES = 6;
const MOST_FOLDERS = 5;
const MOST_OTHERS = 4;

/** A text that follows another one when that has not changed for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PATIENCE);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** What the server knows of a text: images, folders, and for those who look after them people and templates. */
export function useFound(typed: string) {
  const { flags } = useViewer();
  const text = useSettled(typed.trim());
  const isAsked = text !== '' && typed.trim() !== '';
  const shared = { placeholderData: keepPreviousData, enabled: isAsked, staleTime: 30_000 } as const;
  const images = useQuery({
    ...shared,
    queryKey: ['palette', 'images', text],
    queryFn: async ({ signal }) =>
      (await api.get<{ results: Image[] }>('/search/', { q: text, limit: MOST_IMAGES }, signal)).results,
  });
  const folders = useQuery({
    ...shared,
    queryKey: ['palette', 'folders', text],
    queryFn: ({ signal }) => api.get<Folder[]>('/folders/search/', { q: text, limit: MOST_FOLDERS }, signal),
  });
  const people = useQuery({
    ...shared,
    queryKey: ['palette', 'people', text],
    queryFn: async ({ signal }) =>
      (await api.get<{ people: Person[] }>('/admin/users/search/', { q: text, limit: MOST_OTHERS }, signal))
        .people,
    enabled: isAsked && flags.includes('admin_users'),
  });
  const templates = useQuery({
    queryKey: ['palette', 'templates'],
    queryFn: ({ signal }) => api.get<Template[]>('/admin/templates/', {}, signal),
    enabled: isAsked && flags.includes('admin_all'),
    staleTime: 60_000,
  });
  const lower = text.toLowerCase();
  return {
    images: isAsked ? (images.data ?? []) : [],
    folders: isAsked ? (folders.data ?? []) : [],
    people: isAsked ? (people.data ?? []) : [],
    templates: isAsked
      ? (templates.data ?? []).filter(({ name }) => name.toLowerCase().includes(lower)).slice(0, MOST_OTHERS)
      : [],
    isBusy: isAsked && (images.isFetching || folders.isFetching),
    failed: images.isError && folders.isError,
  };
}
