import { queryOptions } from '@tanstack/react-query';
import { api, type Query } from '../client/api.ts';
import type {
  CountedGroup,
  GroupDetails,
  PeoplePage,
  Session,
  Tagged,
  Token,
  UserDetails,
} from './people.ts';

/** Answers about people and groups, in the store of answers; all are made invalid when any of them changes. */
export const PEOPLE_KEY = ['people'] as const;

async function tagged<Shape>(path: string, signal: AbortSignal): Promise<Tagged<Shape>> {
  const { data, etag } = await api.call<Shape>('GET', path, { signal });
  return { value: data, etag };
}

export const peopleQuery = (query: Query) =>
  queryOptions({
    queryKey: [...PEOPLE_KEY, 'search', query],
    queryFn: ({ signal }) => api.get<PeoplePage>('/admin/users/search/', query, signal),
  });

export const userQuery = (id: number) =>
  queryOptions({
    queryKey: [...PEOPLE_KEY, 'user', id],
    queryFn: ({ signal }) => tagged<UserDetails>(`/admin/users/${id}/details/`, signal),
  });

export const sessionsQuery = (id: number) =>
  queryOptions({
    queryKey: [...PEOPLE_KEY, 'user', id, 'sessions'],
    queryFn: ({ signal }) => api.get<Session[]>(`/admin/users/${id}/sessions/`, {}, signal),
  });

export const tokensQuery = (id: number) =>
  queryOptions({
    queryKey: [...PEOPLE_KEY, 'user', id, 'tokens'],
    queryFn: ({ signal }) => api.get<Token[]>(`/admin/users/${id}/tokens/`, {}, signal),
  });

export const groupsQuery = queryOptions({
  queryKey: [...PEOPLE_KEY, 'groups'],
  queryFn: ({ signal }) => api.get<CountedGroup[]>('/admin/groups/overview/', {}, signal),
});

export const groupQuery = (id: number) =>
  queryOptions({
    queryKey: [...PEOPLE_KEY, 'group', id],
    queryFn: ({ signal }) => tagged<GroupDetails>(`/admin/groups/${id}/details/`, signal),
  });
