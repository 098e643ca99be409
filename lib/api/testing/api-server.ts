import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ApiParts } from '#lib/boot/services.ts';
import { createResponseCheck } from './check-response.ts';
import { type PictureServer, startPictureServer } from './picture-server.ts';

/** How a test calls the API. */
export type ApiCall = {
  /** A token from `tokenFor`; without it the call is anonymous. */
  token?: string;
  form?: Record<string, string>;
  json?: unknown;
  multipart?: FormData;
  headers?: Record<string, string>;
};

export type ApiResult = {
  status: number;
  headers: Headers;
  /** The whole text, and what it says when it is JSON. */
  text: string;
  data: any;
  message: string;
};

export type ApiServer = PictureServer & {
  parts: ApiParts;
  /** Calls the API. Rejects when the answer is not as the description of the API has it. */
  call(method: string, path: string, options?: ApiCall): Promise<ApiResult>;
  /** A token of an existing account that may use the API. */
  tokenFor(username: string, password: string): Promise<string>;
  /** Token of the first administrator, who is given access to the API. */
  admin: string;
};

export const ADMIN_PASSWORD = 'a password for tests';

/** Services, picture lane and API lane in this process, on an embedded database and a folder of their own. */
export async function startApiServer(
  env: Record<string, string> = {},
  fill: (imagesDir: string) => Promise<unknown> = (imagesDir) => mkdir(join(imagesDir, 'empty')),
): Promise<ApiServer> {
  const server = await startPictureServer(fill, env);
  const { api: parts } = server.services;
  const check = createResponseCheck();

  async function call(method: string, path: string, options: ApiCall = {}): Promise<ApiResult> {
    const { token, form, json, multipart, headers = {} } = options;
    const response = await fetch(server.address + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(token === undefined
          ? {}
          : { Authorization: `Basic ${Buffer.from(`${token}:`).toString('base64')}` }),
        ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      ...(multipart === undefined ? {} : { body: multipart }),
    });
    const text = await response.text();
    check(method, path, { status: response.status, headers: response.headers, text });
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    const body = isJson && text !== '' ? JSON.parse(text) : {};
    return {
      status: response.status,
      headers: response.headers,
      text,
      data: body.data,
      message: body.message ?? '',
    };
  }

  async function tokenFor(username: string, password: string): Promise<string> {
    const { status, data, message } = await call('POST', '/api/v1/token/', { form: { username, password } });
    if (status !== 200) throw new Error(`no token for ${username}: ${status} ${message}`);
    return data.token;
  }

  await parts.db.user.update({ where: { id: 1 }, data: { allowApi: true } });
  const admin = await tokenFor('admin', ADMIN_PASSWORD);
  return { ...server, parts, call, tokenFor, admin };
}
