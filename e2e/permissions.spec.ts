import { complaints, expectAccessible, expectNoSidewaysScroll } from './testing/page-checks.ts';
import { call, makePerson, signIn, unique } from './testing/people.ts';
import { picture, storePictures } from './testing/pictures.ts';
import { expect, type Locator, type Page, test } from './testing/test.ts';

/** A folder of its own with one picture, closed to the public and to Normal users. */
async function closedFolder(page: Page): Promise<string> {
  const folder = `/${unique('rights')}`;
  await storePictures(page.request, folder, { 'one.jpg': await picture(1) });
  const { folder_id } = await call<{ folder_id: number }>(
    page.request,
    'GET',
    `/admin/permissions/folder/?path=${folder}`,
  );
  await call(page.request, 'PUT', '/admin/permissions/folder/', {
    folder_id,
    changes: [
      { group_id: 1, access: 0 },
      { group_id: 2, access: 0 },
    ],
  });
  return folder;
}

const level = (page: Page, group: string, folder: string): Locator =>
  page.getByRole('radiogroup', { name: `Level of ${group} on ${folder}` });
const person = (page: Page): Locator => page.getByRole('combobox', { name: 'Person' });

test('rights are given with their effect told before, count for the pixels at once, and are explained', async ({
  page,
  browser,
}) => {
  const heard = complaints(page);
  await signIn(page);
  const folder = await closedFolder(page);
  const ann = await makePerson(page.request);
  const theirs = await (await browser.newContext()).newPage();
  await signIn(theirs, ann);
  const pixels = async () => (await theirs.request.get(`/image?src=${folder.slice(1)}/one.jpg`)).status();
  expect(await pixels()).toBe(403);

  await page.goto(`/admin/permissions/?path=${folder}`);
  await level(page, ann.username, folder).getByRole('radio', { name: 'Download' }).click();
  const bar = page.getByRole('region', { name: 'Unsaved changes' });
  await expect(bar.getByText('Gives View and Download to 1 person in 1 folder.')).toBeVisible();
  await bar.getByRole('button', { name: 'People and folders' }).click();
  await expect(bar.getByText(ann.username)).toBeVisible();
  expect(await pixels()).toBe(403);
  await bar.getByRole('button', { name: 'Save 1 change' }).click();
  await expect(page.getByText(`The levels of ${folder} are saved`)).toBeVisible();
  expect(await pixels()).toBe(200);
  await expect(
    page.getByRole('treeitem', { name: new RegExp(`^${folder.slice(1)}.*Has levels of its own`) }),
  ).toBeVisible();

  await person(page).fill(ann.username);
  await page.getByRole('option', { name: ann.username }).click();
  await expect(page).toHaveURL(new RegExp(`user=${ann.id}`));
  const explained = page.getByRole('region', { name: 'Explain' });
  await expect(explained).toContainText(
    `Some Body has “Download” on ${folder}, because ${ann.username} has it right here.`,
  );
  await page.reload();
  await expect(explained).toContainText('has “Download”');

  await page.getByRole('button', { name: `Reset ${ann.username} to inherited` }).click();
  await expect(bar.getByText('Removes View and Download for 1 person in 1 folder.')).toBeVisible();
  await bar.getByRole('button', { name: 'Save 1 change' }).click();
  await expect(explained).toContainText(`Some Body cannot see ${folder}.`);
  expect(await pixels()).toBe(403);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText(`The levels of ${folder} are as before`)).toBeVisible();
  expect(await pixels()).toBe(200);
  await theirs.context().close();
  expect(heard).toEqual([]);
});

test('the matrix is worked by keyboard alone', async ({ page }) => {
  await signIn(page);
  const folder = await closedFolder(page);
  const below = `${folder}/below`;
  await storePictures(page.request, below, { 'two.jpg': await picture(2) });
  const ann = await makePerson(page.request, { [folder]: 20 });
  await page.goto(`/admin/permissions/?path=${below}`);
  await page.getByRole('searchbox', { name: 'Search for groups' }).fill(ann.username);
  const row = page.getByRole('listitem').filter({ has: level(page, ann.username, below) });
  await expect(row).toContainText(`Download, inherited from ${folder}`);

  const chosen = level(page, ann.username, below).getByRole('radio', { name: 'Download' });
  await chosen.focus();
  await expect(chosen).toBeChecked();
  await page.keyboard.press('ArrowRight');
  await expect(level(page, ann.username, below).getByRole('radio', { name: 'Edit' })).toBeFocused();
  await expect(row).toContainText('Edit, own level');
  await page.keyboard.press('ArrowLeft');
  await expect(row).toContainText('Download, own level');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: `Reset ${ann.username} to inherited` })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(row).toContainText('inherited from');
  await expect(page.getByRole('region', { name: 'Unsaved changes' })).toHaveCount(0);

  await page.getByRole('button', { name: `Pin the level of ${ann.username} here` }).press('Enter');
  const bar = page.getByRole('region', { name: 'Unsaved changes' });
  await expect(bar.getByText('Nobody gains or loses anything for now.')).toBeVisible();
  await bar.getByRole('button', { name: 'Save 1 change' }).press('Enter');
  await expect(row).toContainText('Download, own level');
  await expect(row).not.toContainText('not saved');
});

test('what is not saved is asked about before another folder is opened', async ({ page }) => {
  await signIn(page);
  const folder = await closedFolder(page);
  await page.goto(`/admin/permissions/?path=${folder}`);
  await level(page, 'Public', folder).getByRole('radio', { name: 'View' }).click();
  await expect(page.getByText('Gives View to anybody without signing in, in 1 folder.')).toBeVisible();
  await page.getByRole('treeitem', { name: /^All folders/ }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
  await expect(page).toHaveURL(new RegExp(folder));
  await page.getByRole('treeitem', { name: /^All folders/ }).click();
  await page.getByRole('button', { name: 'Discard changes' }).click();
  await expect(level(page, 'Public', '/')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Unsaved changes' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Reset Public/ })).toBeDisabled();
});

test('what somebody else has changed meanwhile is not overwritten', async ({ page }) => {
  await signIn(page);
  const folder = await closedFolder(page);
  await page.goto(`/admin/permissions/?path=${folder}`);
  await level(page, 'Public', folder).getByRole('radio', { name: 'View' }).click();
  const rights = await call<{ folder_id: number }>(
    page.request,
    'GET',
    `/admin/permissions/folder/?path=${folder}`,
  );
  await call(page.request, 'PUT', '/admin/permissions/folder/', {
    folder_id: rights.folder_id,
    changes: [{ group_id: 1, access: 20 }],
  });
  await page.getByRole('button', { name: 'Save 1 change' }).click();
  await expect(page.getByText('Not saved: this was changed meanwhile')).toBeVisible();
  await page.getByRole('button', { name: 'Load what is saved now' }).click();
  await expect(level(page, 'Public', folder).getByRole('radio', { name: 'Download' })).toBeChecked();
});

test('the old address of the tracer leads to the explanation', async ({ page }) => {
  await signIn(page);
  await page.goto('/admin/trace_permissions/?path=/&user=1');
  await expect(page).toHaveURL(/\/admin\/permissions\/\?.*user=1/);
  await expect(page.getByRole('region', { name: 'Explain' })).toContainText(
    'Administrator may do everything in every folder, because the group Administrators grants the permission',
  );
});

test('who administers users only may look and not change', async ({ page }) => {
  await signIn(page);
  const keeper = await makePerson(page.request, {}, { access_admin_users: true });
  const nobody = await makePerson(page.request);
  await signIn(page, keeper);
  await page.goto('/admin/permissions/');
  await expect(page.getByText('You can look but not change')).toBeVisible();
  await level(page, 'Normal users', '/').getByRole('radio', { name: 'Upload' }).click({ force: true });
  await expect(page.getByRole('region', { name: 'Unsaved changes' })).toHaveCount(0);
  await signIn(page, nobody);
  await page.goto('/admin/permissions/');
  await expect(page.getByText('You cannot see “Folder permissions”')).toBeVisible();
});

test('the page passes axe in both themes', async ({ page }) => {
  test.slow();
  await signIn(page);
  const folder = await closedFolder(page);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`/admin/permissions/?path=${folder}&user=1`);
  await expect(page.getByRole('region', { name: 'Explain' })).toContainText('Super user');
  await level(page, 'Public', folder).getByRole('radio', { name: 'View' }).click();
  await expect(page.getByText('Gives View to')).not.toHaveCount(0);
  await page.getByRole('button', { name: 'People and folders' }).click();
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page);
});

test('on a phone the page is parts one at a time', async ({ page }) => {
  const heard = complaints(page);
  await signIn(page);
  const folder = await closedFolder(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/admin/permissions/?path=${folder}`);
  await page.getByRole('combobox', { name: `Level of Public on ${folder}` }).click();
  await page.getByRole('option', { name: 'Download' }).click();
  await expect(page.getByRole('region', { name: 'Unsaved changes' })).toBeVisible();
  for (const part of ['Levels', 'Folders', 'Explain']) {
    await page.getByRole('button', { name: part, exact: true }).click();
    await expect(page.getByRole('region', { name: part, exact: true })).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  }
  await page.setViewportSize({ width: 320, height: 700 });
  await page.getByRole('button', { name: 'Levels', exact: true }).click();
  await expectNoSidewaysScroll(page);
  expect(heard).toEqual([]);
});
