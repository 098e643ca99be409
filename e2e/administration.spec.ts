import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { complaints, expectAccessible } from './testing/page-checks.ts';
import { call, makePerson, signIn, unique } from './testing/people.ts';
import { picture, storePictures } from './testing/pictures.ts';
import { expect, type Page, test } from './testing/test.ts';

/** Stores pictures in a folder of their own and puts some of them into the trash. */
async function fillTrash(page: Page, names: readonly string[]): Promise<string> {
  const folder = `/${unique('e2e-trash')}`;
  const files = Object.fromEntries(
    await Promise.all(names.map(async (name, index) => [name, await picture(index)] as const)),
  );
  await storePictures(page.request, folder, files);
  const { images } = await call<{ images: Array<{ id: number }> }>(
    page.request,
    'GET',
    `/browse/?path=${folder}&recursive=false`,
  );
  for (const { id } of images) await call(page.request, 'DELETE', `/admin/filesystem/images/${id}/`);
  return folder;
}

test.describe('as an administrator', () => {
  test.beforeEach(({ page }) => signIn(page));

  test('what was deleted is found, seen, restored, and deleted for good', async ({ page }) => {
    const heard = complaints(page);
    const folder = await fillTrash(page, ['one.jpg', 'two.jpg', 'three.jpg']);
    await page.goto(`/admin/trash/?q=${folder.slice(1)}`);
    const list = page.getByRole('list', { name: 'In the trash' });
    await expect(list.getByRole('listitem')).toHaveCount(3);
    await expect(list.locator('img').first()).toHaveJSProperty('complete', true);
    expect(
      await list
        .locator('img')
        .first()
        .evaluate((image: HTMLImageElement) => image.naturalWidth),
    ).toBe(320);

    await page.getByRole('checkbox', { name: 'Select one.jpg' }).click();
    await page.getByRole('checkbox', { name: 'Select two.jpg' }).click();
    await expect(page.getByText(/^2 selected/).first()).toBeVisible();
    await page.getByRole('button', { name: 'Restore', exact: true }).click();
    await expect(page.getByText('Restored 2 things')).toBeVisible();
    await expect(list.getByRole('listitem')).toHaveCount(1);

    await page.getByRole('button', { name: 'More for three.jpg' }).click();
    await page.getByRole('menuitem', { name: 'Delete for good…' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete for good' }).click();
    await expect(page.getByText('Nothing in the trash is like this')).toBeVisible();
    expect(heard).toEqual([]);
  });

  test('a name that is taken gets a number when restored', async ({ page }) => {
    const folder = await fillTrash(page, ['same.jpg']);
    await storePictures(page.request, folder, { 'same.jpg': await picture(9) });
    await page.goto(`/admin/trash/?q=${folder.slice(1)}`);
    await page.getByRole('button', { name: 'Restore same.jpg' }).click();
    const dialog = page.getByRole('dialog', { name: '“same.jpg” is there again' });
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Restore with a number' }).click();
    await expect(page.getByText('Restored same.jpg')).toBeVisible();
    await expect(page.getByText('Nothing in the trash is like this')).toBeVisible();
  });

  test('maintenance is started with its result told, and its task shown', async ({ page }) => {
    const folder = `/${unique('e2e-compare')}`;
    await storePictures(page.request, folder, { 'a.jpg': await picture(1) });
    await page.goto('/admin/maintenance/');
    const section = page.locator('section', {
      has: page.getByRole('heading', { name: 'Compare with the disk' }),
    });
    await section.getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Compare' }).click();
    await expect(section.getByText('Done')).toBeVisible();
    await expect(section.getByText(/folders?, \d+ files?/)).toBeVisible();
    await section.getByRole('link', { name: 'Show the task' }).click();
    await expect(page).toHaveURL(/\/admin\/tasks\/\?id=\d+/);
    await expect(page.getByText('Comparison with the disk')).toBeVisible();
  });

  test('a failed task is told in words and can be tried again', async ({ page }) => {
    const folder = `/${unique('e2e-failing')}`;
    const missing = `/${unique('e2e-gone')}`;
    await call(page.request, 'POST', '/admin/filesystem/folders/', { path: folder });
    await call(page.request, 'POST', '/admin/tasks/sync_tree/', { path: missing });
    await page.goto('/admin/tasks/?state=failed');
    const row = page
      .getByRole('list', { name: 'Tasks' })
      .getByRole('listitem')
      .filter({ hasText: `Compare records and files in ${missing}` });
    await expect(row.getByText('Failed', { exact: true })).toBeVisible();
    await row.locator('summary').click();
    await expect(row.getByLabel('Parameters', { exact: true })).toContainText(missing);
    await row.getByRole('button', { name: /^Retry/ }).click();
    await expect(page.getByText('The task is tried again')).toBeVisible();
  });

  test('the audit log is filtered and exported', async ({ page }) => {
    const folder = `/${unique('e2e-audit')}`;
    await call(page.request, 'POST', '/admin/filesystem/folders/', { path: folder });
    await page.goto('/admin/audit/');
    await page.getByRole('searchbox', { name: 'Path or name' }).fill(folder);
    const entries = page.getByRole('list', { name: 'Entries' }).getByRole('listitem');
    await expect(entries).toHaveCount(1);
    await expect(entries).toContainText(`admin made the folder ${folder}`);
    await expect(page).toHaveURL(new RegExp(`q=${folder}`));
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download as CSV' }).click();
    const csv = await readFile(await (await downloading).path(), 'utf8');
    expect(csv.trimEnd().split('\r\n')).toHaveLength(2);
    expect(csv).toContain(`folder.create,folder,`);
    await page.getByRole('searchbox', { name: 'Person' }).fill('nobody at all');
    await expect(page.getByText('No entry is like this')).toBeVisible();
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await expect(page.getByRole('searchbox', { name: 'Person' })).toHaveValue('');
  });

  test('the cached pictures of a folder are cleared', async ({ page }) => {
    const name = unique('e2e-cache');
    await storePictures(page.request, `/${name}`, { 'a.jpg': await picture(3) });
    const drawn = () => page.request.get(`/image?src=${name}/a.jpg&width=77`);
    await drawn();
    expect((await drawn()).headers()['x-from-cache']).toBe('True');
    await page.goto('/admin/storage/');
    await page.getByRole('button', { name: 'Clear the cache' }).click();
    await page.getByRole('menuitem', { name: 'Of a folder…' }).click();
    await page.getByRole('treeitem', { name: new RegExp(name) }).click();
    await page.getByRole('button', { name: 'Choose this folder' }).click();
    const question = page.getByRole('alertdialog');
    await expect(question).toContainText('made anew');
    await question.getByRole('button', { name: 'Clear the cache' }).click();
    await expect(page.getByText('Pictures of 1 image.')).toBeVisible();
    expect((await drawn()).headers()['x-from-cache']).toBe('False');
  });

  test('settings are searched and hide secrets', async ({ page }) => {
    const answer = await page.goto('/admin/settings/');
    const html = await answer?.text();
    const key = await readFile(path.join(process.env.E2E_DATA_DIR ?? '', 'secret-key'), 'utf8').catch(
      () => '',
    );
    expect(key.trim().length, 'the secret key that the server made').toBeGreaterThan(16);
    for (const secret of [key.trim(), 'end-to-end-tests']) expect(html).not.toContain(secret);
    await page.getByRole('searchbox', { name: 'Search settings' }).fill('admin_password');
    await expect(page.getByText('1 of')).toBeVisible();
    await expect(page.getByText('Set; not shown')).toBeVisible();
  });

  test('licences of all packages can be read', async ({ page }) => {
    await page.goto('/about/licences/?q=sharp-libvips');
    const libvips = page.getByRole('list', { name: 'Packages' }).getByRole('listitem').first();
    await libvips.locator('summary').click();
    await expect(libvips.getByLabel(/^Licence of/)).toContainText('LGPL');
  });
});

test('people without rights are told which one they lack', async ({ page }) => {
  await signIn(page);
  const plain = await makePerson(page.request);
  await page.context().clearCookies();
  await signIn(page, plain);
  for (const [address, right] of [
    ['/admin/audit/', 'Super user'],
    ['/admin/maintenance/', 'Super user'],
    ['/admin/settings/', 'Super user'],
    ['/admin/storage/', 'Administer files and folders'],
  ] as const) {
    const answer = await page.goto(address);
    expect(answer?.status(), address).toBe(403);
    await expect(page.getByText(`Needs the permission “${right}”`, { exact: false }).first()).toBeVisible();
  }
  await expectAccessible(page);

  await page.goto('/admin/trash/');
  await expect(page.getByText('Nothing is in the trash')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Empty the trash' })).toBeDisabled();
  await page.goto('/admin/tasks/');
  await expect(page.getByText('You see your own.')).toBeVisible();
});

test('an address without a page says so, in both themes', async ({ page }) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const answer = await page.goto('/no-such-page/');
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole('heading', { name: 'There is no page at this address' })).toBeVisible();
    await expectAccessible(page);
  }
});
