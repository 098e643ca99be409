import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import { runCli } from '#lib/api/testing/cli.ts';
import { freePort, openBench } from '../testing/server-program.ts';
import { ApiError, type Client, createClient, type Folder, type Image, signIn, type Task } from './client.ts';

test.setTimeout(180_000);

const ADMIN = { username: 'admin', password: 'preset-by-operator' };
const EDITOR = { username: 'kim', password: 'kim edits pictures' };
const VISITOR = { username: 'robin', password: 'robin looks at them' };

const bench = openBench();
test.afterEach(() => bench.clear());

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** The status with which a call is refused; 200 when it is not. */
async function refusal(call: Promise<unknown>): Promise<number> {
  try {
    await call;
    return 200;
  } catch (error) {
    if (error instanceof ApiError) return error.status;
    throw error;
  }
}

async function startServer(): Promise<string> {
  const port = await freePort();
  const dataDir = await bench.makeDataDir();
  const server = bench.serve({ DATA_DIR: dataDir, PORT: String(port), ADMIN_PASSWORD: ADMIN.password });
  await server.ready;
  const address = `http://127.0.0.1:${port}`;
  // The first administrator may not use the API until somebody says so.
  expect(await refusal(signIn(address, ADMIN.username, ADMIN.password))).toBe(403);
  await runCli(['user', 'api', 'admin', 'on'], { DATA_DIR: dataDir });
  await expect.poll(() => refusal(signIn(address, ADMIN.username, ADMIN.password))).toBe(200);
  return address;
}

function single(uploads: Awaited<ReturnType<Client['upload']>>, name: string): Image {
  const image = uploads[name];
  if (!image || 'error' in image) throw new Error(`${name} was not stored`);
  return image;
}

/** The folder that a call ends in, whether the server waited for it or not. */
async function settled(
  client: Client,
  answer: { data: Folder | Task | null; status: number },
): Promise<Folder> {
  const { data, status } = answer;
  if (status === 200) return data as Folder;
  expect(status).toBe(202);
  const { id } = data as Task;
  await expect.poll(async () => (await client.tasks.get(id)).status, { timeout: 60_000 }).toBe(2);
  return (await client.tasks.get(id)).result as Folder;
}

test('a client written for QIS drives a full life, and the wrong people are kept out', async () => {
  const address = await startServer();
  const admin = await signIn(address, ADMIN.username, ADMIN.password);
  const anonymous = createClient(address);

  const names = { first_name: 'Kim', last_name: 'Berg', email: 'kim@example.org', auth_type: 1 };
  const people = await test.step('people, groups and rights', async () => {
    const editor = await admin.users.create({ ...names, ...EDITOR, allow_api: 'true' });
    expect(editor).toMatchObject({ username: 'kim', status: 1, allow_api: true });
    expect(editor.groups.map(({ name }) => name)).toEqual(['Normal users']);
    const visitor = await admin.users.create({ ...names, ...VISITOR, allow_api: 'true' });
    expect((await admin.users.list()).map(({ username }) => username)).toEqual(['admin', 'kim', 'robin']);
    expect(await refusal(admin.users.create({ ...names, ...EDITOR, username: 'KIM' }))).toBe(409);

    const group = await admin.groups.create({ name: 'Editors', description: 'Of the shop', group_type: 2 });
    expect(group.users).toEqual([]);
    await admin.groups.addMember(group.id, editor.id);
    expect((await admin.groups.get(group.id)).users?.map(({ username }) => username)).toEqual(['kim']);
    return { editor, visitor, group };
  });
  const editor = await signIn(address, EDITOR.username, EDITOR.password);
  const visitor = await signIn(address, VISITOR.username, VISITOR.password);

  const shop = await test.step('folders, of which one is for editors alone', async () => {
    const folder = await admin.folders.create('/shop/spring');
    expect(folder).toMatchObject({ path: '/shop/spring', status: 1 });
    expect(await refusal(admin.folders.create('/shop/spring'))).toBe(409);
    const found = await admin.folders.find('/shop');
    expect(found.parent?.path).toBe('/');
    expect(found.children.map(({ path }) => path)).toEqual(['/shop/spring']);
    const row = await admin.permissions.create({
      group_id: people.group.id,
      folder_id: found.id,
      access: 40,
    });
    await admin.permissions.update(row.id, { group_id: people.group.id, folder_id: found.id, access: 70 });
    for (const group_id of [1, 2])
      await admin.permissions.create({ group_id, folder_id: found.id, access: 0 });
    const rows = (await admin.permissions.list()).filter(({ folder_id }) => folder_id === found.id);
    expect(rows.map(({ access }) => access).toSorted((a, b) => a - b)).toEqual([0, 0, 70]);
    expect(await refusal(visitor.folders.find('/shop'))).toBe(403);
    expect(await refusal(visitor.folders.create('/shop/summer'))).toBe(403);
    expect(await refusal(anonymous.folders.find('/shop'))).toBe(401);
    return found;
  });

  const small = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#3366aa' } })
    .jpeg()
    .toBuffer();
  // Noise does not shrink: more than 20 MB of PNG.
  const size = { width: 2700, height: 2600, channels: 3 } as const;
  const large = await sharp(randomBytes(size.width * size.height * 3), { raw: size })
    .png()
    .toBuffer();
  expect(large.length).toBeGreaterThan(20 * 1024 * 1024);

  const coast = await test.step('files, small and large', async () => {
    const uploads = await editor.upload('/shop/spring', [
      { name: 'coast.jpg', bytes: small },
      { name: 'noise.png', bytes: large },
    ]);
    const image = single(uploads, 'coast.jpg');
    expect(image).toMatchObject({ src: 'shop/spring/coast.jpg', width: 900, height: 600, status: 1 });
    for (const [name, bytes] of [
      ['coast.jpg', small],
      ['noise.png', large],
    ] as const) {
      const file = await editor.fetchFile(`/original?src=shop/spring/${name}`);
      expect([file.status, sha256(file.bytes)]).toEqual([200, sha256(bytes)]);
    }
    expect(await refusal(editor.upload('/shop/spring', [{ name: 'coast.jpg', bytes: small }]))).toBe(409);
    const again = await editor.upload('/shop/spring', [{ name: 'coast.jpg', bytes: small }], 'rename');
    expect(single(again, 'coast.jpg').filename).toBe('coast-001.jpg');
    expect(await refusal(editor.upload('/shop/spring', [{ name: 'evil.exe', bytes: small }]))).toBe(415);
    expect(await refusal(editor.upload('/nowhere', [{ name: 'a.jpg', bytes: small }]))).toBe(404);
    expect(await refusal(visitor.upload('/shop/spring', [{ name: 'a.jpg', bytes: small }]))).toBe(403);
    expect(await refusal(anonymous.upload('/shop/spring', [{ name: 'a.jpg', bytes: small }]))).toBe(401);
    return image;
  });

  await test.step('lists and details', async () => {
    const entries = await editor.list('shop/spring', { width: 200 });
    expect(entries.map(({ filename }) => filename)).toEqual(['coast-001.jpg', 'coast.jpg', 'noise.png']);
    expect(await editor.list('/shop/spring', { start: 1, limit: 1 })).toHaveLength(1);
    const linked = await editor.fetchFile(entries[1]?.url ?? '');
    expect((await sharp(linked.bytes).metadata()).width).toBe(200);
    expect((await editor.listDetails('/shop/spring'))[1]?.id).toBe(coast.id);
    expect(await editor.details('/shop/spring/coast.jpg')).toMatchObject({ id: coast.id, download: true });
    expect(await refusal(visitor.list('/shop/spring'))).toBe(403);
    expect(await refusal(anonymous.details('shop/spring/coast.jpg'))).toBe(403);
    expect(await refusal(editor.details('shop/spring/none.jpg'))).toBe(404);
    expect(await refusal(editor.list('../'))).toBe(403);
  });

  await test.step('editing, renaming and moving a picture', async () => {
    const edited = await editor.images.edit(coast.id, { title: ' The coast ', description: 'In spring' });
    expect(edited).toMatchObject({ title: 'The coast', description: 'In spring' });
    expect(await editor.images.get(coast.id)).toMatchObject({ title: 'The coast' });
    expect((await editor.images.move(coast.id, '/shop/spring/harbour.jpg')).src).toBe(
      'shop/spring/harbour.jpg',
    );
    await editor.folders.create('/shop/autumn');
    const moved = await editor.images.move(coast.id, '/shop/autumn/harbour.jpg');
    expect(moved).toMatchObject({ id: coast.id, src: 'shop/autumn/harbour.jpg', title: 'The coast' });
    expect((await editor.fetchFile('/image?src=shop/spring/coast.jpg')).status).toBe(404);
    expect(await refusal(visitor.images.get(coast.id))).toBe(403);
    expect(await refusal(visitor.images.edit(coast.id, { title: '', description: '' }))).toBe(403);
    expect(await refusal(visitor.images.move(coast.id, '/mine.jpg'))).toBe(403);
    expect(await refusal(visitor.images.remove(coast.id))).toBe(403);
    expect(await refusal(anonymous.images.get(coast.id))).toBe(401);
  });

  await test.step('a template in the address of a picture', async () => {
    const values = { width: { value: 300 }, height: { value: 100 }, format: { value: 'png' } };
    const created = await admin.templates.create('Banner', '', values);
    const picture = await editor.fetchFile('/image?src=shop/autumn/harbour.jpg&tmp=banner');
    const { width, height, format } = await sharp(picture.bytes).metadata();
    expect([width, height, format]).toEqual([300, 100, 'png']);
    await admin.templates.update(created.id, 'Banner', 'Wider', { ...values, width: { value: 450 } });
    await expect
      .poll(async () => {
        const { bytes } = await editor.fetchFile('/image?src=shop/autumn/harbour.jpg&tmp=banner');
        return (await sharp(bytes).metadata()).width;
      })
      .toBe(450);
    expect((await editor.templates.list()).map(({ name }) => name)).toContain('Banner');
    expect(await refusal(editor.templates.create('Mine', '', {}))).toBe(403);
    expect(await refusal(editor.templates.remove(created.id))).toBe(403);
    expect(await refusal(anonymous.templates.list())).toBe(401);
    expect(await refusal(admin.templates.create('Wrong', '', { width: { value: 'wide' } }))).toBe(400);
    await admin.templates.remove(created.id);
    expect(await refusal(admin.templates.get(created.id))).toBe(404);
  });

  await test.step('deleting a picture and bringing it back', async () => {
    expect((await editor.images.remove(coast.id)).status).toBe(0);
    expect(await refusal(editor.images.remove(coast.id))).toBe(404);
    await expect
      .poll(async () => (await editor.fetchFile('/image?src=shop/autumn/harbour.jpg')).status)
      .toBe(404);
    const entry = (await editor.trash.list()).results.find((each) => each.image_id === coast.id);
    expect(entry).toMatchObject({ kind: 'image', path: 'shop/autumn/harbour.jpg' });
    expect((await visitor.trash.list()).results).toEqual([]);
    expect(await refusal(visitor.trash.restore(entry?.id ?? 0))).toBe(404);
    expect(await refusal(editor.trash.purge(entry?.id ?? 0))).toBe(403);
    expect(await editor.trash.restore(entry?.id ?? 0)).toMatchObject({
      id: coast.id,
      status: 1,
      title: 'The coast',
    });
    const file = await editor.fetchFile('/original?src=shop/autumn/harbour.jpg');
    expect(sha256(file.bytes)).toBe(sha256(small));
  });

  await test.step('moving, deleting and restoring a folder', async () => {
    const { id } = await editor.folders.find('/shop/spring');
    expect(await refusal(visitor.folders.move(id, '/mine'))).toBe(403);
    expect(await refusal(visitor.folders.remove(id))).toBe(403);
    expect(await refusal(anonymous.folders.remove(id))).toBe(401);
    expect(await refusal(editor.folders.move(id, '/shop/autumn'))).toBe(409);
    const moved = await settled(editor, await editor.folders.move(id, '/shop/winter'));
    expect(moved).toMatchObject({ id, path: '/shop/winter' });
    expect((await editor.list('/shop/winter')).length).toBe(2);
    expect((await settled(editor, await editor.folders.remove(id))).status).toBe(0);
    expect(await refusal(editor.list('/shop/winter'))).toBe(404);
    const entry = (await editor.trash.list()).results.find((each) => each.folder_id === id);
    await editor.trash.restore(entry?.id ?? 0);
    const file = await editor.fetchFile('/original?src=shop/winter/noise.png');
    expect(sha256(file.bytes)).toBe(sha256(large));
    expect(await refusal(admin.folders.remove(1))).toBe(400);
  });

  await test.step('tasks and properties', async () => {
    const task = await admin.tasks.start('purge_system_stats', { date_to: '2020-01-31' });
    expect(task).toMatchObject({ funcname: 'purge_system_stats', status: 0, user: { username: 'admin' } });
    await expect.poll(async () => (await admin.tasks.get(task.id)).status, { timeout: 30_000 }).toBe(2);
    expect(await refusal(admin.tasks.start('purge_system_stats', {}))).toBe(400);
    expect(await refusal(admin.tasks.start('no_such_thing', {}))).toBe(404);
    expect(await refusal(editor.tasks.start('purge_system_stats', { date_to: '2020-01-31' }))).toBe(403);
    expect(await refusal(editor.tasks.get(task.id))).toBe(403);
    expect(await refusal(anonymous.tasks.get(task.id))).toBe(401);

    const property = await admin.properties.get('pubimage_default_template');
    expect(await admin.properties.set(property.key, property.value)).toEqual(property);
    expect(await refusal(admin.properties.get('none'))).toBe(404);
    expect(await refusal(editor.properties.get('pubimage_default_template'))).toBe(403);
  });

  await test.step('nobody makes more of himself than he is', async () => {
    const { id } = people.editor;
    const own = await editor.users.get(id);
    expect(
      await editor.users.update(id, { ...names, username: 'kim', first_name: 'Kimberly' }),
    ).toMatchObject({
      first_name: 'Kimberly',
      allow_api: own.allow_api,
    });
    expect(await refusal(editor.users.get(people.visitor.id))).toBe(403);
    expect(await refusal(editor.users.list())).toBe(403);
    expect(await refusal(editor.groups.list())).toBe(403);
    expect(await refusal(editor.groups.addMember(3, id))).toBe(403);
    expect(await refusal(editor.permissions.list())).toBe(403);
    expect(await refusal(anonymous.users.list())).toBe(401);
  });

  await test.step('leaving', async () => {
    await admin.groups.removeMember(people.group.id, people.editor.id);
    await expect.poll(() => refusal(editor.list('/shop/winter'))).toBe(403);
    expect((await admin.users.remove(people.editor.id)).status).toBe(0);
    expect((await admin.users.remove(people.editor.id)).status).toBe(0);
    expect(await refusal(admin.users.remove(1))).toBe(400);
    // Of the token of a deleted account nothing is left.
    await expect.poll(() => refusal(editor.images.get(coast.id))).toBe(401);
    expect(await refusal(signIn(address, EDITOR.username, EDITOR.password))).toBe(403);
    expect(await admin.groups.remove(people.group.id)).toBeNull();
    expect(await refusal(admin.groups.get(people.group.id))).toBe(404);
    expect(shop.path).toBe('/shop');
  });
});
