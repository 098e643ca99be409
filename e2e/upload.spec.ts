import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { complaints, expectAccessible, expectNoSidewaysScroll } from './testing/page-checks.ts';
import { call, makePerson, signIn, unique } from './testing/people.ts';
import { picture, storePictures } from './testing/pictures.ts';
import { type APIRequestContext, expect, type Page, test } from './testing/test.ts';

type Picked = { name: string; mimeType: string; buffer: Buffer };

async function jpeg(name: string, number = Math.floor(Math.random() * 1e6)): Promise<Picked> {
  // Bytes behind the picture make each one another file.
  const buffer = Buffer.concat([await picture(number % 100), randomBytes(16)]);
  return { name, mimeType: 'image/jpeg', buffer };
}

async function makeFolder(as: APIRequestContext): Promise<string> {
  const folder = `/${unique('upload')}`;
  await call(as, 'POST', '/admin/filesystem/folders/', { path: folder });
  return folder;
}

/** A folder of its own, and the page of uploads into it. */
async function openUpload(page: Page, query = ''): Promise<string> {
  await signIn(page);
  const folder = await makeFolder(page.request);
  await page.goto(`/upload/?path=${folder}${query}`);
  await expect(page.getByText(`They go to ${folder}.`)).toBeVisible();
  return folder;
}

const choose = (page: Page, ...files: Picked[]) =>
  page.locator('input[type=file][multiple]').setInputFiles(files);
const uploads = (page: Page) => page.getByRole('region', { name: 'Uploads' });
const row = (page: Page, name: string) => uploads(page).getByRole('listitem').filter({ hasText: name });
const heading = (page: Page) => uploads(page).getByRole('heading', { level: 2 });

async function namesIn(as: APIRequestContext, folder: string): Promise<string[]> {
  const found = await call<Array<{ filename: string }>>(as, 'GET', `/list/?path=${folder}&limit=1000`);
  return found.map(({ filename }) => filename).sort();
}

async function originalSum(as: APIRequestContext, src: string): Promise<string> {
  const answer = await as.get(`/original?src=${src}`);
  return sum(await answer.body());
}

const sum = (content: Buffer) => createHash('sha256').update(content).digest('hex');

/** Drops files that are made in the page, so that many need not be sent to it. */
async function dropMany(page: Page, on: string, base: Buffer, names: readonly string[]): Promise<void> {
  const transfer = await page.evaluateHandle(
    ({ bytes, all }) => {
      const made = new DataTransfer();
      const head = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
      for (const name of all) {
        const tail = crypto.getRandomValues(new Uint8Array(16));
        made.items.add(new File([head, tail], name, { type: 'image/jpeg' }));
      }
      return made;
    },
    { bytes: base.toString('base64'), all: names },
  );
  const target = page.locator(on).first();
  // A hand that drags moves on; one event might come before the page listens.
  await expect(async () => {
    await target.dispatchEvent('dragover', { dataTransfer: transfer });
    await expect(page.getByText(/^Drop to /)).toBeVisible({ timeout: 500 });
  }).toPass();
  await target.dispatchEvent('drop', { dataTransfer: transfer });
  await expect(page.getByText(/^Drop to /)).toBeHidden();
}

test('chosen files are stored, and shown with what can be done with them', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const heard = complaints(page);
  const folder = await openUpload(page);
  await choose(page, await jpeg('one.jpg'), await jpeg('two.jpg'));
  await expect(heading(page)).toHaveText('2 files uploaded');
  await expect(row(page, 'one.jpg').getByRole('link', { name: 'one.jpg', exact: true })).toHaveAttribute(
    'href',
    `/details/?src=${folder.slice(1)}/one.jpg`,
  );
  await expect(row(page, 'two.jpg').getByRole('link', { name: 'Publish two.jpg' })).toBeVisible();
  await row(page, 'one.jpg').getByRole('button', { name: 'Copy markup of one.jpg' }).click();
  const markup = await page.evaluate(() => navigator.clipboard.readText());
  expect(markup).toContain(`/image?src=${folder.slice(1)}/one.jpg`);
  await uploads(page).getByRole('button', { name: 'Copy all markup' }).click();
  await expect
    .poll(async () => (await page.evaluate(() => navigator.clipboard.readText())).split('\n').length)
    .toBe(2);
  expect(await namesIn(page.request, folder)).toEqual(['one.jpg', 'two.jpg']);
  expect(heard).toEqual([]);
});

test('a file of 12 MB arrives byte by byte', async ({ page }) => {
  const folder = await openUpload(page);
  const small = await jpeg('large.jpg');
  const large = { ...small, buffer: Buffer.concat([small.buffer, randomBytes(12 * 1024 * 1024)]) };
  await choose(page, large);
  await expect(heading(page)).toHaveText('1 file uploaded');
  expect(await originalSum(page.request, `${folder.slice(1)}/large.jpg`)).toBe(sum(large.buffer));
});

test('300 dropped files all arrive although the network goes away in the middle', async ({
  page,
  context,
}) => {
  test.setTimeout(90_000);
  const folder = await openUpload(page);
  const names = Array.from({ length: 300 }, (_, n) => `file-${String(n).padStart(3, '0')}.jpg`);
  await dropMany(page, '[data-upload-folder]', await picture(1, 40, 30), names);
  await expect(heading(page)).toHaveText(/^Uploading ([3-9]\d|1\d\d) of 300 files$/);
  await context.setOffline(true);
  await expect(heading(page)).toHaveText('No connection');
  await expect(uploads(page).getByText('The server cannot be reached.')).toBeVisible();
  await context.setOffline(false);
  await expect(heading(page)).toHaveText('300 files uploaded', { timeout: 60_000 });
  expect(await namesIn(page.request, folder)).toEqual(names);
  // Only what is in view is in the page.
  expect(await uploads(page).getByRole('listitem').count()).toBeLessThan(40);
});

test('a queue goes on by itself after a reload', async ({ page }) => {
  const folder = await openUpload(page);
  const names = Array.from({ length: 80 }, (_, n) => `kept-${String(n).padStart(2, '0')}.jpg`);
  await dropMany(page, '[data-upload-folder]', await picture(2, 40, 30), names);
  await expect(heading(page)).toHaveText(/^Uploading ([2-9]|[1-5]\d) of 80 files$/);
  const warned = page.waitForEvent('dialog').then(async (dialog) => {
    await dialog.accept();
    return dialog.type();
  });
  await page.reload();
  expect(await warned).toBe('beforeunload');
  await expect(heading(page)).toHaveText('80 files uploaded', { timeout: 30_000 });
  expect(await namesIn(page.request, folder)).toEqual(names);
});

test('a file that is here already is shown with its copy: skip it, or upload it anyway', async ({ page }) => {
  const folder = await openUpload(page);
  const file = await jpeg('first.jpg');
  await choose(page, file);
  await expect(heading(page)).toHaveText('1 file uploaded');
  const copies = [
    { ...file, name: 'copy-one.jpg' },
    { ...file, name: 'copy-two.jpg' },
  ];
  await choose(page, ...copies);
  const decision = uploads(page).getByRole('region', { name: 'Decision' });
  await expect(decision.getByText('“copy-one.jpg” is here already')).toBeVisible();
  await expect(decision.getByRole('img', { name: 'Your file' })).toBeVisible();
  await expect(decision.getByRole('img', { name: `${folder.slice(1)}/first.jpg` })).toBeVisible();
  await decision.getByRole('button', { name: 'Skip' }).click();
  await expect(row(page, 'copy-one.jpg')).toContainText('Skipped');
  await expect(decision.getByText('“copy-two.jpg” is here already')).toBeVisible();
  await decision.getByRole('button', { name: 'Upload anyway' }).click();
  await expect(decision).toBeHidden();
  await expect(heading(page)).toHaveText('2 files uploaded, 1 skipped');
  expect(await namesIn(page.request, folder)).toEqual(['copy-two.jpg', 'first.jpg']);
});

test('a name that is taken: keep both, replace, skip, or the same for all', async ({ page }) => {
  await signIn(page);
  const folder = `/${unique('clash')}`;
  const names = ['a-name.jpg', 'b-name.jpg', 'c-name.jpg', 'd-name.jpg', 'e-name.jpg'];
  await storePictures(
    page.request,
    folder,
    Object.fromEntries(await Promise.all(names.map(async (name, n) => [name, await picture(n + 3)]))),
  );
  await page.goto(`/upload/?path=${folder}`);
  await expect(page.getByText(`They go to ${folder}.`)).toBeVisible();
  const files = await Promise.all(names.map((name) => jpeg(name)));
  await choose(page, ...files);
  const decision = uploads(page).getByRole('region', { name: 'Decision' });
  await expect(decision.getByText('The name “a-name.jpg” is taken')).toBeVisible();
  await expect(decision.getByRole('img', { name: `${folder.slice(1)}/a-name.jpg` })).toBeVisible();
  await decision.getByRole('button', { name: 'Keep both' }).click();
  await expect(decision.getByText('The name “b-name.jpg” is taken')).toBeVisible();
  await decision.getByRole('button', { name: 'Replace' }).click();
  await expect(decision.getByText('The name “c-name.jpg” is taken')).toBeVisible();
  await decision.getByRole('button', { name: 'Skip' }).click();
  await expect(decision.getByText('The name “d-name.jpg” is taken')).toBeVisible();
  await decision.getByRole('checkbox', { name: 'Do the same for the other one' }).click();
  await decision.getByRole('button', { name: 'Keep both' }).click();
  await expect(heading(page)).toHaveText('4 files uploaded, 1 skipped');
  expect(await namesIn(page.request, folder)).toEqual(
    [...names, 'a-name-001.jpg', 'd-name-001.jpg', 'e-name-001.jpg'].sort(),
  );
  expect(await originalSum(page.request, `${folder.slice(1)}/b-name.jpg`)).toBe(
    sum(files[1]?.buffer ?? Buffer.alloc(0)),
  );
});

test('a choice for names that are taken, made beforehand, needs no further question', async ({ page }) => {
  const folder = await openUpload(page, '&overwrite=rename');
  await expect(page.getByRole('combobox', { name: 'If a name is taken' })).toHaveText('Keep both');
  await choose(page, await jpeg('twice.jpg'));
  await expect(heading(page)).toHaveText('1 file uploaded');
  await choose(page, await jpeg('twice.jpg'));
  await expect(heading(page)).toHaveText('2 files uploaded');
  expect(await namesIn(page.request, folder)).toEqual(['twice-001.jpg', 'twice.jpg']);
});

test('title and tags are given to all files of an upload', async ({ page }) => {
  const folder = await openUpload(page);
  await page.getByRole('textbox', { name: 'Title of all of them' }).fill('By the sea');
  await page.getByRole('textbox', { name: 'Tags of all of them' }).fill('coast, summer');
  await choose(page, await jpeg('described.jpg'));
  await expect(heading(page)).toHaveText('1 file uploaded');
  const src = `${folder.slice(1)}/described.jpg`;
  const image = await call<{ id: number; title: string }>(page.request, 'GET', `/details/?src=${src}`);
  expect(image.title).toBe('By the sea');
  const tagged = await call<{ tags: string[] }>(page.request, 'GET', `/admin/images/${image.id}/tags/`);
  expect(tagged.tags).toEqual(['coast', 'summer']);
});

test('a page that is called .jpg is refused in plain words, and can be tried again or removed', async ({
  page,
}) => {
  const folder = await openUpload(page);
  const html = { name: 'page.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<!doctype html><p>no</p>') };
  const program = { name: 'tool.exe', mimeType: '', buffer: Buffer.from('MZ') };
  await choose(page, html, program, await jpeg('good.jpg'));
  await expect(heading(page)).toHaveText('1 file uploaded, 2 failed');
  await expect(row(page, 'page.jpg')).toContainText(
    'The file is named .jpg, but its content is something else.',
  );
  await expect(row(page, 'tool.exe')).toContainText('Files of the type .exe are not supported.');
  await uploads(page).getByRole('button', { name: 'Retry all failed (2)' }).click();
  await expect(heading(page)).toHaveText('1 file uploaded, 2 failed');
  await row(page, 'tool.exe').getByRole('button', { name: 'Remove tool.exe from the list' }).click();
  await expect(heading(page)).toHaveText('1 file uploaded, 1 failed');
  expect(await namesIn(page.request, folder)).toEqual(['good.jpg']);
});

test('a folder keeps its structure; without the right to make folders it is refused', async ({ page }) => {
  const folder = await openUpload(page);
  const local = await mkdtemp(path.join(tmpdir(), 'emulsion-upload-'));
  try {
    await mkdir(path.join(local, 'trip/day 1'), { recursive: true });
    for (const name of ['trip/start.jpg', 'trip/day 1/beach.jpg', 'trip/.hidden.jpg']) {
      await writeFile(path.join(local, name), (await jpeg(name)).buffer);
    }
    await page.locator('input[webkitdirectory]').setInputFiles(path.join(local, 'trip'));
    await expect(heading(page)).toHaveText('2 files uploaded');
    expect(await namesIn(page.request, `${folder}/trip/day 1`)).toEqual(['beach.jpg']);
    const person = await makePerson(page.request, { [folder]: 40 });
    await page.context().clearCookies();
    await signIn(page, person);
    await page.goto(`/upload/?path=${folder}`);
    await mkdir(path.join(local, 'other'));
    await writeFile(path.join(local, 'other/new.jpg'), (await jpeg('new.jpg')).buffer);
    await page.locator('input[webkitdirectory]').setInputFiles(path.join(local, 'other'));
    await expect(row(page, 'new.jpg')).toContainText('the level Create folders');
  } finally {
    await rm(local, { recursive: true, force: true });
  }
});

test('who may not upload anywhere is told what is missing', async ({ page }) => {
  await signIn(page);
  const folder = await makeFolder(page.request);
  const person = await makePerson(page.request, { [folder]: 10 });
  await page.context().clearCookies();
  await signIn(page, person);
  await page.goto(`/upload/?path=${folder}`);
  await expect(page.getByText(`Needs “Upload” on ${folder}`)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Choose files' })).toHaveAttribute('aria-disabled', 'true');
});

test('files dropped elsewhere go to a folder that is asked for, and the tray goes along from page to page', async ({
  page,
}) => {
  await signIn(page);
  await page.goto('/admin/');
  await dropMany(page, 'h1', await picture(4, 40, 30), ['dropped.jpg']);
  const dialog = page.getByRole('dialog', { name: 'Where should the file go?' });
  await dialog.getByRole('treeitem', { name: /samples/ }).click();
  await dialog.getByRole('button', { name: 'Upload here' }).click();
  await expect(heading(page)).toHaveText('1 file uploaded');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Library' }).click();
  await page.waitForURL('**/list/**');
  await expect(heading(page)).toHaveText('1 file uploaded');
  await expectAccessible(page);
  await uploads(page).getByRole('button', { name: 'Hide the files' }).click();
  await expect(uploads(page).getByRole('listitem')).toHaveCount(0);
  await uploads(page).getByRole('button', { name: 'Close the uploads' }).click();
  await expect(uploads(page)).toBeHidden();
});

test('a pasted picture gets a name first', async ({ page }) => {
  const folder = await openUpload(page);
  const bytes = (await picture(5, 40, 30)).toString('base64');
  const dialog = page.getByRole('dialog', { name: 'Upload the pasted picture' });
  await expect(async () => {
    await page.evaluate((content) => {
      const transfer = new DataTransfer();
      const data = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
      transfer.items.add(
        new File([data, crypto.getRandomValues(new Uint8Array(8))], 'image.jpg', { type: 'image/jpeg' }),
      );
      document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true }));
    }, bytes);
    await expect(dialog).toBeVisible({ timeout: 1000 });
  }).toPass();
  await expect(dialog.getByRole('img', { name: 'What was pasted' })).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('from the clipboard');
  await dialog.getByRole('button', { name: 'Upload' }).click();
  await expect(heading(page)).toHaveText('1 file uploaded');
  expect(await namesIn(page.request, folder)).toEqual(['from the clipboard.jpg']);
});

test('is accessible in both themes, and fits a phone', async ({ page }) => {
  const folder = await openUpload(page);
  const file = await jpeg('fine.jpg');
  await choose(page, file);
  await expect(heading(page)).toHaveText('1 file uploaded');
  const html = { ...file, name: 'bad.jpg', buffer: Buffer.from('<!doctype html>') };
  await choose(page, { ...file, name: 'copy.jpg' }, html, await jpeg('fine.jpg'));
  await expect(heading(page)).toHaveText('2 files to decide about');
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await expectAccessible(page);
  }
  await page.setViewportSize({ width: 320, height: 700 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  expect(await namesIn(page.request, folder)).toEqual(['fine.jpg']);
});

test('the predecessor’s page of results leads here', async ({ page }) => {
  await signIn(page);
  await page.goto('/uploadcomplete/');
  await expect(page).toHaveURL(/\/upload\/$/);
  await expect(page.getByRole('heading', { level: 1, name: 'Upload' })).toBeVisible();
});
