/**
 * A client of the REST API as somebody writes it who has the documentation of QIS 4.1 and nothing else: forms, trailing
 * slashes, a token as the user name of HTTP Basic, an envelope around every answer.
 */

export type Envelope<Data> = { data: Data; message: string; status: number };

export type Folder = { id: number; name: string; path: string; parent_id: number | null; status: number };
export type FolderTree = Folder & { parent: Folder | null; children: Folder[] };
export type Image = {
  id: number;
  src: string;
  filename: string;
  folder: Folder;
  folder_id: number;
  title: string;
  description: string;
  width: number;
  height: number;
  status: number;
  supported: boolean;
  download: boolean;
  url: string;
};
export type ListEntry = { filename: string; supported: boolean; url: string };
export type User = {
  id: number;
  username: string;
  first_name: string;
  last_name: string;
  email: string;
  auth_type: number;
  allow_api: boolean;
  status: number;
};
export type Group = {
  id: number;
  name: string;
  description: string;
  group_type: number;
  permissions: Record<string, boolean | number>;
  users?: User[];
};
export type FolderPermission = { id: number; folder_id: number; group_id: number; access: number };
export type Template = { id: number; name: string; description: string; template: object };
export type Task = {
  id: number;
  funcname: string;
  status: number;
  result: unknown;
  user: User | null;
  user_id: number | null;
};
export type Property = { key: string; value: string };
export type Trashed = {
  id: number;
  kind: string;
  path: string;
  image_id: number | null;
  folder_id: number | null;
};
export type Uploads = Record<string, Image | { error: Envelope<null> }>;

/** An answer other than 200 and 202. */
export class ApiError extends Error {
  readonly status: number;
  readonly data: unknown;

  constructor({ status, message, data }: Envelope<unknown>) {
    super(`${status} ${message}`);
    this.status = status;
    this.data = data;
  }
}

type Values = Record<string, string | number | boolean | undefined>;

/** A client of the server at this address; anonymous without a token. */
export function createClient(address: string, token?: string) {
  const headers: Record<string, string> =
    token === undefined ? {} : { Authorization: `Basic ${btoa(`${token}:unused`)}` };

  async function send<Data>(
    method: string,
    path: string,
    body?: URLSearchParams | FormData,
  ): Promise<Envelope<Data>> {
    const response = await fetch(`${address}/api/v1${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    const envelope = (await response.json()) as Envelope<Data>;
    if (envelope.status !== response.status) {
      throw new Error(`${method} ${path}: HTTP says ${response.status}, the envelope ${envelope.status}`);
    }
    if (response.status !== 200 && response.status !== 202) throw new ApiError(envelope);
    return envelope;
  }

  async function get<Data>(path: string, query: Values = {}): Promise<Data> {
    const text = pairs(query).toString();
    return (await send<Data>('GET', text === '' ? path : `${path}?${text}`)).data;
  }
  const post = async <Data>(path: string, fields: Values = {}) =>
    (await send<Data>('POST', path, pairs(fields))).data;
  const put = async <Data>(path: string, fields: Values) =>
    (await send<Data>('PUT', path, pairs(fields))).data;
  const remove = async <Data>(path: string) => (await send<Data>('DELETE', path)).data;

  return {
    /** The file at a URL that the server gave out, or at a path of it. */
    async fetchFile(url: string): Promise<{ status: number; type: string | null; bytes: Buffer }> {
      const response = await fetch(new URL(url, address), { headers });
      return {
        status: response.status,
        type: response.headers.get('content-type'),
        bytes: Buffer.from(await response.arrayBuffer()),
      };
    },

    list: (path: string, query: Values = {}) => get<ListEntry[]>('/list/', { path, ...query }),
    listDetails: (path: string) => get<Image[]>('/list/', { path, attributes: 'true' }),
    details: (src: string) => get<Image>('/details/', { src }),

    /** Stores files in a folder. Rejects with the first failure, whose `data` tells of all files. */
    async upload(
      path: string,
      files: ReadonlyArray<{ name: string; bytes: Buffer }>,
      overwrite: 'true' | 'false' | 'rename' = 'false',
    ): Promise<Uploads> {
      const form = new FormData();
      form.set('path', path);
      form.set('overwrite', overwrite);
      for (const { name, bytes } of files) form.append('files', new Blob([new Uint8Array(bytes)]), name);
      return (await send<Uploads>('POST', '/upload/', form)).data;
    },

    images: {
      get: (id: number) => get<Image>(`/admin/images/${id}/`),
      edit: (id: number, fields: { title: string; description: string }) =>
        put<Image>(`/admin/images/${id}/`, fields),
      /** Moves or renames the file. */
      move: (id: number, path: string) => put<Image>(`/admin/filesystem/images/${id}/`, { path }),
      remove: (id: number) => remove<Image>(`/admin/filesystem/images/${id}/`),
    },

    folders: {
      find: (path: string) => get<FolderTree>('/admin/filesystem/folders/', { path }),
      get: (id: number) => get<FolderTree>(`/admin/filesystem/folders/${id}/`),
      create: (path: string) => post<Folder>('/admin/filesystem/folders/', { path }),
      /** 200 with the folder, or 202 with the task, or 202 with nothing when it is being done already. */
      move: (id: number, path: string) =>
        send<Folder | Task | null>('PUT', `/admin/filesystem/folders/${id}/`, pairs({ path })),
      remove: (id: number) => send<Folder | Task | null>('DELETE', `/admin/filesystem/folders/${id}/`),
    },

    users: {
      list: (status?: string) => get<User[]>('/admin/users/', { status }),
      get: (id: number) => get<User>(`/admin/users/${id}/`),
      create: (fields: Values) => post<User & { groups: Group[] }>('/admin/users/', fields),
      update: (id: number, fields: Values) => put<User>(`/admin/users/${id}/`, fields),
      remove: (id: number) => remove<User>(`/admin/users/${id}/`),
    },

    groups: {
      list: () => get<Group[]>('/admin/groups/'),
      get: (id: number) => get<Group>(`/admin/groups/${id}/`),
      create: (fields: Values) => post<Group>('/admin/groups/', fields),
      update: (id: number, fields: Values) => put<Group>(`/admin/groups/${id}/`, fields),
      remove: (id: number) => remove<null>(`/admin/groups/${id}/`),
      addMember: (id: number, userId: number) =>
        post<null>(`/admin/groups/${id}/members/`, { user_id: userId }),
      removeMember: (id: number, userId: number) => remove<null>(`/admin/groups/${id}/members/${userId}/`),
    },

    permissions: {
      list: () => get<FolderPermission[]>('/admin/permissions/'),
      create: (fields: { group_id: number; folder_id: number; access: number }) =>
        post<FolderPermission>('/admin/permissions/', fields),
      update: (id: number, fields: { group_id: number; folder_id: number; access: number }) =>
        put<FolderPermission>(`/admin/permissions/${id}/`, fields),
      remove: (id: number) => remove<null>(`/admin/permissions/${id}/`),
    },

    templates: {
      list: () => get<Template[]>('/admin/templates/'),
      get: (id: number) => get<Template>(`/admin/templates/${id}/`),
      create: (name: string, description: string, template: object) =>
        post<Template>('/admin/templates/', { name, description, template: JSON.stringify(template) }),
      update: (id: number, name: string, description: string, template: object) =>
        put<Template>(`/admin/templates/${id}/`, { name, description, template: JSON.stringify(template) }),
      remove: (id: number) => remove<null>(`/admin/templates/${id}/`),
    },

    properties: {
      get: (key: string) => get<Property>(`/admin/properties/${key}/`),
      set: (key: string, value: string) => put<Property>(`/admin/properties/${key}/`, { value }),
    },

    tasks: {
      start: (funcname: string, fields: Values) => post<Task>(`/admin/tasks/${funcname}/`, fields),
      get: (id: number) => get<Task>(`/admin/tasks/${id}/`),
    },

    /** Not in QIS. */
    trash: {
      list: () => get<{ results: Trashed[]; next: string | null }>('/trash/'),
      restore: (id: number) => post<Image | Folder>(`/trash/${id}/restore/`),
      purge: (id: number) => remove<null>(`/trash/${id}/`),
    },
  };
}

export type Client = ReturnType<typeof createClient>;

/** A client of somebody. Rejects with 403 for a wrong name or password and for accounts that may not use the API. */
export async function signIn(address: string, username: string, password: string): Promise<Client> {
  const response = await fetch(`${address}/api/v1/token/`, {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa(`${username}:${password}`)}` },
  });
  const envelope = (await response.json()) as Envelope<{ token: string } | null>;
  if (envelope.data === null) throw new ApiError(envelope);
  return createClient(address, envelope.data.token);
}

function pairs(fields: Values): URLSearchParams {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined);
  return new URLSearchParams(known.map(([name, value]) => [name, String(value)]));
}
