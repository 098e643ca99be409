import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApiPerson, addPerson } from './testing/api-people.ts';
import { type ApiServer, startApiServer } from './testing/api-server.ts';

let server: ApiServer;
let anna: ApiPerson;
let ben: ApiPerson;

const PATH = '/api/v1/account/preferences/';
const DEFAULTS = { theme: 'system', time_zone: '', view: 'grid', density: 'medium', stage: 'neutral' };

beforeAll(async () => {
  server = await startApiServer();
  anna = await addPerson(server, 'anna');
  ben = await addPerson(server, 'ben');
});

afterAll(() => server?.stop());

it('are the usual ones until they are changed, and each person has their own', async () => {
  expect((await server.call('GET', PATH, { token: anna.token })).data).toEqual(DEFAULTS);
  const changed = await server.call('PUT', PATH, {
    token: anna.token,
    json: { theme: 'dark', time_zone: 'Europe/Vienna' },
  });
  expect([changed.status, changed.data]).toEqual([
    200,
    { ...DEFAULTS, theme: 'dark', time_zone: 'Europe/Vienna' },
  ]);
  const form = { view: 'list' };
  expect((await server.call('PUT', PATH, { token: anna.token, form })).status).toBe(200);
  expect((await server.call('GET', PATH, { token: anna.token })).data).toEqual({
    ...DEFAULTS,
    theme: 'dark',
    time_zone: 'Europe/Vienna',
    view: 'list',
  });
  expect((await server.call('GET', PATH, { token: ben.token })).data).toEqual(DEFAULTS);
});

it.each([
  ['theme', { theme: 'sepia' }],
  ['time_zone', { time_zone: 'Middle-earth/Shire' }],
  ['density', { density: 7 }],
])('refuse a %s that does not exist and keep the rest', async (name, json) => {
  const { status, message } = await server.call('PUT', PATH, {
    token: ben.token,
    json: { view: 'list', ...json },
  });
  expect([status, message]).toEqual([400, expect.stringContaining(name)]);
  expect((await server.call('GET', PATH, { token: ben.token })).data).toEqual(DEFAULTS);
});

it('keep what two windows change at the same time', async () => {
  const put = (json: object) => server.call('PUT', PATH, { token: ben.token, json });
  await Promise.all([put({ theme: 'light' }), put({ stage: 'black' }), put({ density: 'large' })]);
  expect((await server.call('GET', PATH, { token: ben.token })).data).toEqual({
    ...DEFAULTS,
    theme: 'light',
    stage: 'black',
    density: 'large',
  });
});
